import {fetchTools} from './test-tools.ts'

/** The one tool that tests beside those of real servers need. */
export default (): void => {
  fetchTools(['github-openapi-23.0.2'])
}
