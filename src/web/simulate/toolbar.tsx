import { Button, Field, makeStyles, Select, tokens } from '@fluentui/react-components'
import { ArrowDownloadRegular, FolderOpenRegular, LinkRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { keepFile } from '../parts/download.js'
import { useNotify } from '../parts/notify.js'
import { type Language, useLanguage } from '../words/words.js'
import type { Example } from './examples.js'
import { linesAsCsv, type Played } from './play.js'
import { packed } from './share.js'
import { useSimulateWords } from './words.js'

const MOST_BYTES = 1_000_000
const GROUPS = ['published', 'rules', 'usage'] as const

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'flex-end', gap: tokens.spacingHorizontalS },
  examples: {
    flex: '1 1 220px',
    minWidth: 0,
    maxWidth: '520px',
    gridTemplateColumns: 'minmax(0, 1fr)',
    '& select': { width: '100%', minWidth: 0 },
  },
})

export interface ToolbarProps {
  readonly text: string
  readonly played: Played
  readonly onOpen: (text: string) => void
}

/** Where a scenario comes from, and where it and its lines go. */
export function SimulateToolbar({ text, played, onOpen }: ToolbarProps) {
  const styles = useStyles()
  const say = useSimulateWords()
  const notify = useNotify()
  const csv = linesAsCsv(played)
  const copyLink = async () => {
    const address = new URL(location.href)
    address.hash = await packed(text)
    await navigator.clipboard.writeText(address.href)
    notify(say('linkCopied'))
  }
  return (
    <div className={styles.bar}>
      <Examples onOpen={onOpen} />
      <OpenFile onOpen={onOpen} />
      <Button icon={<LinkRegular />} onClick={() => void copyLink()}>
        {say('copyLink')}
      </Button>
      <Button
        icon={<ArrowDownloadRegular />}
        onClick={() => keepFile(new Blob([text], { type: 'application/json' }), 'scenario.json')}
      >
        {say('saveJson')}
      </Button>
      <Button
        icon={<ArrowDownloadRegular />}
        disabled={csv === undefined}
        onClick={() => keepFile(new Blob([csv ?? ''], { type: 'text/csv' }), 'lines.csv')}
      >
        {say('saveCsv')}
      </Button>
    </div>
  )
}

interface Offered extends Pick<Example, 'key' | 'group' | 'text'> {
  readonly title: string
}

/** The examples in a language, in order of their titles. */
async function examplesIn(language: Language): Promise<readonly Offered[]> {
  const { EXAMPLES, textIn } = await import('./examples.js')
  const offered = EXAMPLES.map((one): Offered => {
    return { key: one.key, group: one.group, title: one.titles[language], text: textIn(language, one) }
  })
  return offered.sort((a, b) => a.title.localeCompare(b.title, language))
}

function Examples({ onOpen }: Pick<ToolbarProps, 'onOpen'>) {
  const styles = useStyles()
  const say = useSimulateWords()
  const language = useLanguage()
  const examples = useQuery<readonly Offered[]>({
    queryKey: ['examples', language],
    queryFn: () => examplesIn(language),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const all = examples.data ?? []
  return (
    <Field label={say('example')} className={styles.examples}>
      <Select
        value=""
        onChange={(_, { value }) => {
          const chosen = all.find(({ key }) => key === value)
          if (chosen !== undefined) onOpen(chosen.text)
        }}
      >
        <option value="">{say('chooseExample')}</option>
        {GROUPS.map((group) => (
          <optgroup key={group} label={say(group)}>
            {all
              .filter((example) => example.group === group)
              .map(({ key, title }) => (
                <option key={key} value={key}>
                  {title}
                </option>
              ))}
          </optgroup>
        ))}
      </Select>
    </Field>
  )
}

function OpenFile({ onOpen }: Pick<ToolbarProps, 'onOpen'>) {
  const say = useSimulateWords()
  const notify = useNotify()
  const input = useRef<HTMLInputElement>(null)
  const read = async (file: File | undefined) => {
    if (file === undefined) return
    if (file.size > MOST_BYTES) notify(say('fileTooLong'), 'error')
    else onOpen(await file.text())
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={say('open')}
        onChange={({ target }) => {
          void read(target.files?.[0])
          target.value = ''
        }}
      />
      <Button icon={<FolderOpenRegular />} onClick={() => input.current?.click()}>
        {say('open')}
      </Button>
    </>
  )
}
