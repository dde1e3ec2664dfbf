import { Page } from '../parts/page.js'

export function SimulatePage() {
  return <Page title="Simulate">{null}</Page>
}
