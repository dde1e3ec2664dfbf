import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components'
import { QuestionCircleRegular } from '@fluentui/react-icons'
import { useLanguage } from '../words/words.js'
import { calculationIn } from './calculation.js'
import { CycleTimeline, type CycleTimelineProps } from './cycle-timeline.js'
import { Table } from './table.js'
import { useCommonWords } from './words.js'

/** How an amount came about. */
export interface Explanation {
  /** The calculation in one line, in English; it is shown in the language that is chosen. */
  readonly sentence: string
  readonly steps?: readonly { readonly label: string; readonly expression: string; readonly result: string }[]
  /** The cycle the charge is of, and the days of it that are charged. */
  readonly cycle?: Omit<CycleTimelineProps, 'label'> | undefined
}

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  sentence: {
    fontFamily: tokens.fontFamilyMonospace,
    backgroundColor: tokens.colorNeutralBackground3,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    overflowWrap: 'anywhere',
  },
  wide: { maxWidth: '760px' },
})

/** The calculation of an amount: in a sentence, in its cycle, and step by step. */
export function ExplanationView({ what, explanation }: { readonly what: string; readonly explanation: Explanation }) {
  const styles = useStyles()
  const say = useCommonWords()
  const language = useLanguage()
  const said = (text: string) => calculationIn(language, text)
  const { sentence, cycle, steps = [] } = explanation
  return (
    <div className={styles.content}>
      <Text className={styles.sentence}>{said(sentence)}</Text>
      {cycle !== undefined && <CycleTimeline label={what} {...cycle} />}
      {steps.length > 0 && (
        <Table
          label={say('calculation')}
          rows={steps}
          keyOf={({ label, expression }) => `${label} ${expression}`}
          columns={[
            { key: 'step', header: say('step'), cell: ({ label }) => said(label) },
            { key: 'calculation', header: say('calculation'), cell: ({ expression }) => said(expression) },
            { key: 'result', header: say('result'), align: 'end', cell: ({ result }) => said(result) },
          ]}
        />
      )}
    </div>
  )
}

/** A button that shows how an amount came about, so that whoever reads it can compute it again. */
export function Why({ what, explanation }: { readonly what: string; readonly explanation: Explanation }) {
  const styles = useStyles()
  const say = useCommonWords()
  return (
    <Dialog>
      <DialogTrigger disableButtonEnhancement>
        <Button appearance="subtle" size="small" icon={<QuestionCircleRegular />} aria-label={say('whyOf', { what })}>
          {say('why')}
        </Button>
      </DialogTrigger>
      <DialogSurface className={styles.wide}>
        <DialogBody>
          <DialogTitle>{say('whyOf', { what })}</DialogTitle>
          <DialogContent>
            <ExplanationView what={what} explanation={explanation} />
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button appearance="primary">{say('close')}</Button>
            </DialogTrigger>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
