import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { Bar } from './bars.js'
import { Table } from './table.js'

const useStyles = makeStyles({
  name: { display: 'block', overflowWrap: 'anywhere' },
  track: { height: '6px', marginTop: tokens.spacingVerticalXXS, minWidth: '80px' },
  bar: { height: '100%', borderRadius: tokens.borderRadiusSmall, backgroundColor: tokens.colorBrandBackground },
  credit: { backgroundColor: tokens.colorPaletteGreenBackground3 },
})

export interface RankedBarsProps {
  readonly label: string
  /** What the rows are: `Product`. */
  readonly ofWhat: string
  /** What their values are: `Charged`. */
  readonly howMuch: string
  /** The largest first. */
  readonly bars: readonly Bar[]
  readonly empty?: ReactNode
}

/** What is ranked by size, with a bar below each name. */
export function RankedBars({ label, ofWhat, howMuch, bars, empty }: RankedBarsProps) {
  const styles = useStyles()
  const most = Math.max(...bars.map(({ value }) => Math.abs(value)), Number.MIN_VALUE)
  return (
    <Table
      label={label}
      rows={bars}
      keyOf={({ key }) => key}
      empty={empty}
      columns={[
        {
          key: 'name',
          header: ofWhat,
          cell: ({ label: name, value }) => (
            <>
              <span className={styles.name}>{name}</span>
              <div className={styles.track} aria-hidden>
                <div
                  className={mergeClasses(styles.bar, value < 0 && styles.credit)}
                  style={{ width: `${(100 * Math.abs(value)) / most}%` }}
                />
              </div>
            </>
          ),
        },
        { key: 'value', header: howMuch, align: 'end', cell: ({ text }) => text },
      ]}
    />
  )
}
