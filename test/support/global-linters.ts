import {fetchTools} from './test-tools.ts'

export default (): void => {
  fetchTools(['actionlint-1.7.12', 'zizmor-1.32.0', 'check-jsonschema-0.39.0'])
}
