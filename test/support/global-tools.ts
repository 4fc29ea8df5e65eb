import {fetchTools} from './test-tools.ts'

export default fetchTools
