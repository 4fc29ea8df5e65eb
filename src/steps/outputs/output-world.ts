import type {World} from '../../ports.ts'

/** What the acts on outputs need of the world outside. */
export type OutputWorld = Pick<World, 'journal' | 'submissions' | 'outputs' | 'points' | 'log'>
