import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useRef } from 'react'
import { Empty } from './states.js'

/** A column of a table. */
export interface Column<Row> {
  readonly key: string
  readonly header: string
  /** What a cell shows. */
  readonly cell: (row: Row) => ReactNode
  /** Numbers and amounts stand at the end. */
  readonly align?: 'end'
  /** CSS width in a long table; an equal share. */
  readonly width?: string
}

export interface TableProps<Row> {
  /** What the table holds, for those who hear it. */
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** What stands where there are no rows. */
  readonly empty?: ReactNode
}

const useStyles = makeStyles({
  scroll: { overflowX: 'auto', maxWidth: '100%' },
  long: { overflow: 'auto', maxWidth: '100%', maxHeight: 'min(70vh, 900px)' },
  table: { width: '100%', borderCollapse: 'collapse' },
  cell: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    textAlign: 'start',
    verticalAlign: 'top',
  },
  header: {
    fontWeight: tokens.fontWeightSemibold,
    whiteSpace: 'nowrap',
    backgroundColor: tokens.colorNeutralBackground1,
  },
  end: { textAlign: 'end', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
  // Not Background1Hover: in dark it is lighter, and links over it are too dim.
  row: { ':hover': { backgroundColor: tokens.colorNeutralBackground3 } },
  line: { display: 'grid', alignItems: 'stretch' },
  lineCell: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', boxSizing: 'border-box' },
  sticky: { position: 'sticky', top: 0, zIndex: 1 },
})

/** A table of up to a few hundred rows. It scrolls sideways by itself where it is too wide. */
export function Table<Row>({ label, columns, rows, keyOf, empty }: TableProps<Row>) {
  const styles = useStyles()
  if (rows.length === 0) return empty ?? <Empty />
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={label}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ key, header, align }) => (
              <th key={key} scope="col" className={mergeClasses(styles.cell, styles.header, align && styles.end)}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className={styles.row}>
              {columns.map(({ key, cell, align }) => (
                <td key={key} className={mergeClasses(styles.cell, align && styles.end)}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const ROW_PIXELS = 41
const OVERSCAN_ROWS = 12

export interface LongTableProps<Row> extends TableProps<Row> {
  /** How many rows there are in all, where only some are loaded yet. */
  readonly total?: number
  /** Called when the end of the loaded rows comes near. */
  readonly onEnd?: () => void
  /** Smallest width of the table before it scrolls sideways, in pixels. */
  readonly minWidth?: number
}

/** A table of any length: only the rows in sight are in the page. */
export function LongTable<Row>(props: LongTableProps<Row>) {
  const { label, columns, rows, keyOf, empty, total = rows.length, onEnd, minWidth = 720 } = props
  const styles = useStyles()
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PIXELS,
    overscan: OVERSCAN_ROWS,
    onChange: (instance) => {
      const last = instance.getVirtualItems().at(-1)
      if (last !== undefined && last.index >= rows.length - OVERSCAN_ROWS && rows.length < total) onEnd?.()
    },
  })
  if (rows.length === 0) return empty ?? <Empty />
  const grid = { gridTemplateColumns: columns.map(({ width }) => width ?? 'minmax(0, 1fr)').join(' ') }
  return (
    <div ref={scroll} className={styles.long} role="table" aria-label={label} aria-rowcount={total + 1} tabIndex={0}>
      <div role="rowgroup" className={styles.sticky} style={{ minWidth }}>
        <div role="row" aria-rowindex={1} className={styles.line} style={grid} tabIndex={-1}>
          {columns.map(({ key, header, align }) => (
            <div
              key={key}
              role="columnheader"
              tabIndex={-1}
              className={mergeClasses(styles.cell, styles.header, styles.lineCell, align && styles.end)}
            >
              {header}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative', minWidth }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]!
          return (
            <div
              key={keyOf(row)}
              role="row"
              aria-rowindex={index + 2}
              tabIndex={-1}
              className={mergeClasses(styles.line, styles.row)}
              style={{
                ...grid,
                position: 'absolute',
                top: 0,
                left: 0,
                width: '100%',
                height: ROW_PIXELS,
                transform: `translateY(${start}px)`,
              }}
            >
              {columns.map((column) => (
                <LongCell key={column.key} column={column} row={row} />
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** A cell of a long table; what is cut short can be read by pointing at it. */
function LongCell<Row>({ column: { cell, align }, row }: { readonly column: Column<Row>; readonly row: Row }) {
  const styles = useStyles()
  const content = cell(row)
  return (
    <div
      role="cell"
      className={mergeClasses(styles.cell, styles.lineCell, align && styles.end)}
      title={typeof content === 'string' ? content : undefined}
    >
      {content}
    </div>
  )
}
