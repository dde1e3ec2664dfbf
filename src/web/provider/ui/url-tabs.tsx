import { makeStyles, Tab, TabList } from '@fluentui/react-components'
import type { ReactNode } from 'react'

export interface TabView {
  readonly key: string
  readonly text: string
  readonly show: () => ReactNode
}

const useStyles = makeStyles({
  list: { flexWrap: 'wrap' },
  panel: { minWidth: 0 },
})

/** Views of a page behind tabs; the one that is chosen stands in the address. */
export function UrlTabs({
  views,
  chosen,
  onChoose,
}: {
  readonly views: readonly TabView[]
  readonly chosen: string
  readonly onChoose: (key: string) => void
}) {
  const styles = useStyles()
  const view = views.find(({ key }) => key === chosen) ?? views[0]
  if (view === undefined) return null
  return (
    <>
      <TabList className={styles.list} selectedValue={view.key} onTabSelect={(_, { value }) => onChoose(String(value))}>
        {views.map(({ key, text }) => (
          <Tab key={key} value={key}>
            {text}
          </Tab>
        ))}
      </TabList>
      <div key={view.key} role="tabpanel" aria-label={view.text} className={styles.panel}>
        {view.show()}
      </div>
    </>
  )
}
