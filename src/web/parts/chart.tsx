import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { Suspense, useState } from 'react'
import { type BarChartProps, CHART_HEIGHT } from './bars.js'
import { later } from './later.js'
import { Empty } from './states.js'
import { Table } from './table.js'
import { useCommonWords } from './words.js'

const useStyles = makeStyles({
  frame: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, minWidth: 0 },
  coming: { height: `${CHART_HEIGHT}px` },
  foot: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
    color: tokens.colorNeutralForeground2,
  },
  switch: { marginLeft: 'auto' },
})

const DrawnBars = later(async () => (await import('./chart-bars.js')).DrawnBars)

/** Values that follow each other as bars, and on request as a table. */
export function BarChart(props: BarChartProps) {
  const styles = useStyles()
  const say = useCommonWords()
  const [asTable, setAsTable] = useState(false)
  if (props.bars.length === 0) return <Empty {...(props.empty === undefined ? {} : { text: props.empty })} />
  return (
    <div className={styles.frame}>
      {asTable ? (
        <BarTable {...props} />
      ) : (
        <Suspense fallback={<div className={styles.coming} />}>
          <DrawnBars {...props} />
        </Suspense>
      )}
      <div className={styles.foot}>
        {props.note}
        <Button
          className={styles.switch}
          size="small"
          appearance="subtle"
          aria-label={`${props.label}: ${asTable ? say('showChart') : say('showTable')}`}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? say('showChart') : say('showTable')}
        </Button>
      </div>
    </div>
  )
}

function BarTable({ label, ofWhat, howMuch, bars, onChoose }: BarChartProps) {
  return (
    <Table
      label={label}
      rows={bars}
      keyOf={({ key }) => key}
      columns={[
        {
          key: 'label',
          header: ofWhat,
          cell: ({ key, label: name }) =>
            onChoose === undefined ? (
              name
            ) : (
              <Button size="small" appearance="transparent" onClick={() => onChoose(key)}>
                {name}
              </Button>
            ),
        },
        { key: 'value', header: howMuch, align: 'end', cell: ({ text }) => text },
      ]}
    />
  )
}
