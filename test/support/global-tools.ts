import {fetchTools} from './test-tools.ts'

export default (): void => {
  fetchTools()
}
