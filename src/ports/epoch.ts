/** The number of a lease; whatever a runner writes names it, and is refused once another runner has a higher one. */
export type Epoch = number
