import { Button, makeStyles, Tab, TabList, Text, Textarea, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import { useNotify } from '../parts/notify.js'
import { Page } from '../parts/page.js'
import { Section } from '../parts/section.js'
import { Empty, Loading } from '../parts/states.js'
import { configuration, isSignedIn } from '../session/tokens.js'
import { draftOf, textOf } from './document.js'
import { Outside } from './outside.js'
import { isUsage, type Played, play } from './play.js'
import { Result } from './result.js'
import { ScenarioForm } from './scenario-form.js'
import { packed, unpacked } from './share.js'
import { SimulateToolbar } from './toolbar.js'
import { useSignIn } from './use-sign-in.js'
import { useSimulateWords } from './words.js'

const BEGINNING = {
  profile: 'license',
  currency: 'EUR',
  billingDay: 15,
  offer: { term: 'P1Y', billingCycle: 'monthly', unitPrice: '4.00', pricePer: 'P1M' },
  events: [
    { on: '2026-01-13', type: 'purchase', quantity: 2 },
    { on: '2026-02-01', type: 'changeQuantity', quantity: 3 },
  ],
  until: '2026-02-15',
}
const KEEP_MILLISECONDS = 400

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 2fr) minmax(0, 3fr)',
    gap: tokens.spacingHorizontalL,
    alignItems: 'start',
    '@media (max-width: 1000px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  editor: { fontFamily: tokens.fontFamilyMonospace, minHeight: '480px', width: '100%' },
})

/** Plays scenarios in the browser; also for who has not signed in, where the operator allows it. */
export function SimulatePage() {
  const say = useSimulateWords()
  const configured = useQuery({ queryKey: ['configuration'], queryFn: configuration })
  const signIn = useSignIn()
  const isOpen = isSignedIn() || configured.data?.openSimulation
  return (
    <Outside>
      <Page title={say('simulate')}>
        {isOpen === undefined && configured.error === null && <Loading />}
        {isOpen === true && <Simulation />}
        {(isOpen === false || (isOpen === undefined && configured.error !== null)) && (
          <Empty text={`${say('closed')}. ${say('closedText')}`}>
            <Button appearance="primary" onClick={signIn}>
              {say('signIn')}
            </Button>
          </Empty>
        )}
      </Page>
    </Outside>
  )
}

/** The text that is written; it is in the address, so that the page can be loaded again, shared and kept. */
function useText(): readonly [string, (text: string) => void] {
  const say = useSimulateWords()
  const notify = useNotify()
  const [begun] = useState(() => textOf({ title: say('beginning'), ...BEGINNING }))
  const [text, setText] = useState(location.hash.length > 1 ? undefined : begun)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what the page was opened with
  useEffect(() => {
    if (location.hash.length <= 1) return
    void unpacked(location.hash.slice(1)).then((found) => {
      setText(found ?? begun)
      if (found === undefined) notify(say('linkBroken'), 'warning')
    })
  }, [])
  useEffect(() => {
    if (text === undefined || text === begun) return
    const timer = setTimeout(() => {
      void packed(text).then((word) => history.replaceState(history.state, '', `#${word}`))
    }, KEEP_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [text, begun])
  return [text ?? '', setText]
}

function Simulation() {
  const styles = useStyles()
  const say = useSimulateWords()
  const [text, setText] = useText()
  const settled = useDeferredValue(text)
  const played = useMemo(() => play(settled), [settled])
  if (text === '' && settled === '') return <Loading />
  return (
    <>
      <Text>{say('intro')}</Text>
      <SimulateToolbar text={text} played={played} onOpen={setText} />
      <div className={styles.columns}>
        <Writer text={text} played={played} onChange={setText} />
        <Result played={played} />
      </div>
    </>
  )
}

interface WriterProps {
  readonly text: string
  readonly played: Played
  readonly onChange: (text: string) => void
}

/** The scenario as a form, or as JSON. */
function Writer({ text, played, onChange }: WriterProps) {
  const styles = useStyles()
  const say = useSimulateWords()
  const [way, setWay] = useState<unknown>('form')
  const draft = draftOf(text)
  return (
    <Section
      title={say('scenario')}
      actions={
        <TabList size="small" selectedValue={way} onTabSelect={(_, { value }) => setWay(value)}>
          <Tab value="form">{say('form')}</Tab>
          <Tab value="json">{say('json')}</Tab>
        </TabList>
      }
    >
      {way === 'json' && (
        <>
          <Text>{say('jsonText')}</Text>
          <Textarea
            aria-label={say('json')}
            resize="vertical"
            spellCheck={false}
            textarea={{ className: styles.editor }}
            value={text}
            onChange={(_, { value }) => onChange(value)}
          />
        </>
      )}
      {way === 'form' && draft === undefined && <Text>{say('formBroken')}</Text>}
      {way === 'form' && draft !== undefined && isUsage(draft) && <Text>{say('formUsage')}</Text>}
      {way === 'form' && draft !== undefined && !isUsage(draft) && (
        <ScenarioForm
          writing={{
            draft,
            problems: played.kind === 'problems' ? played.problems : [],
            onChange: (changed) => onChange(textOf(changed)),
          }}
        />
      )}
    </Section>
  )
}
