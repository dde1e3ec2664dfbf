import type { ReactNode } from 'react'

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
