/** cQube's retention, by which its ingestion drops old rows. */
export interface Retention {
  /** Days; null where cQube's replay is not installed, so that nothing is dropped. */
  days(): Promise<number | null>
}
