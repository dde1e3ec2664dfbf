import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { Empty } from './states.js'
import { Table } from './table.js'
import { useCommonWords } from './words.js'

/** So high is the drawing, also before it is there: nothing jumps. */
export const CHART_HEIGHT = 260

/** A bar: what it stands for, how high it is, and what it says. */
export interface Bar {
  readonly key: string
  /** Whole, such as `January 2026`. */
  readonly label: string
  /** Below the bar where the label is too long for that, such as `Jan 26`; of each bar another. */
  readonly short?: string
  /** How high it is; only for drawing, never shown. */
  readonly value: number
  /** The value as it is written, such as `€ 1,200.00`. */
  readonly text: string
}

export interface BarChartProps {
  /** What the chart shows, for those who hear it. */
  readonly label: string
  /** What the bars are: `Month`. */
  readonly ofWhat: string
  /** What their heights are: `Charged`. */
  readonly howMuch: string
  readonly bars: readonly Bar[]
  /** How a height on the axis is written. */
  readonly writeAxis?: (value: number) => string
  /** Called where somebody chooses a bar; the table offers the same. */
  readonly onChoose?: (key: string) => void
  readonly empty?: string
  /** Besides the switch between chart and table. */
  readonly note?: ReactNode
}

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

const DrawnBars = lazy(() => import('./chart-bars.js').then((module) => ({ default: module.DrawnBars })))

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
