import { ResponsiveContainer, VerticalBarChart } from '@fluentui/react-charts'
import { makeStyles, tokens } from '@fluentui/react-components'
import { type BarChartProps, CHART_HEIGHT } from './bars.js'

const WIDEST_BAR = 40
/** Room for amounts at the axis. */
const MARGINS = { left: 64, right: 12, top: 16, bottom: 36 }

const useStyles = makeStyles({
  frame: { height: `${CHART_HEIGHT}px`, minWidth: 0, margin: 0, overflow: 'hidden' },
})

/** The drawing of a bar chart; loaded when a page first shows one. */
export function DrawnBars({ label, bars, howMuch, writeAxis, onChoose }: BarChartProps) {
  const styles = useStyles()
  return (
    <figure className={styles.frame} aria-label={label}>
      <ResponsiveContainer height={CHART_HEIGHT}>
        <VerticalBarChart
          chartTitle={label}
          height={CHART_HEIGHT}
          hideLegend
          hideLabels
          hideTickOverlap
          roundedTicks
          margins={MARGINS}
          useSingleColor
          maxBarWidth={WIDEST_BAR}
          barWidth="auto"
          colors={[tokens.colorBrandBackground]}
          {...(writeAxis === undefined ? {} : { yAxisTickFormat: writeAxis })}
          data={bars.map(({ key, label: name, short = name, value, text }) => ({
            x: short,
            y: value,
            legend: howMuch,
            xAxisCalloutData: name,
            yAxisCalloutData: text,
            callOutAccessibilityData: { ariaLabel: `${name}: ${text}` },
            ...(onChoose === undefined ? {} : { onClick: () => onChoose(key) }),
          }))}
        />
      </ResponsiveContainer>
    </figure>
  )
}
