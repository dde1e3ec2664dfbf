import { Button, Input, makeStyles, Popover, PopoverSurface, PopoverTrigger, tokens } from '@fluentui/react-components'
import { BuildingRegular } from '@fluentui/react-icons'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Loaded } from '../parts/states.js'
import { actFor } from '../session/acting-for.js'
import { useSession } from '../session/session.js'
import { useRead } from '../wire/read.js'
import { useShellWords } from './words.js'

interface Partners {
  readonly items: readonly { readonly id: string; readonly name: string; readonly mpnId: string }[]
}

const SHOWN = 10

const useStyles = makeStyles({
  surface: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, width: 'min(300px, 80vw)' },
  choice: { justifyContent: 'flex-start' },
  text: { '@media (max-width: 599px)': { display: 'none' } },
})

/** Lets the provider's staff choose the partner they act for, in this tab. */
export function PartnerSwitch() {
  const styles = useStyles()
  const say = useShellWords()
  const { account } = useSession()
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const client = useQueryClient()
  const navigate = useNavigate()
  const partners = useRead<Partners>('/v1/platform/partners', {
    query: { size: SHOWN, search: text },
    enabled: open,
    keep: true,
  })
  const choose = async (partnerId: string | undefined) => {
    setOpen(false)
    actFor(partnerId)
    await navigate({ to: '/' })
    await client.resetQueries()
  }
  const label = account === null ? say('actFor') : say('actingFor', { name: account.name })
  return (
    <Popover open={open} onOpenChange={(_, { open: wanted }) => setOpen(wanted)} trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <Button icon={<BuildingRegular />} aria-label={label}>
          <span className={styles.text}>{label}</span>
        </Button>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={say('findPartner')}>
        <Input
          type="search"
          value={text}
          onChange={(_, { value }) => setText(value)}
          aria-label={say('findPartner')}
          placeholder={say('findPartner')}
        />
        {account !== null && (
          <Button className={styles.choice} onClick={() => void choose(undefined)}>
            {say('actForProvider')}
          </Button>
        )}
        <Loaded read={partners}>
          {({ items }) =>
            items.map(({ id, name, mpnId }) => (
              <Button key={id} appearance="subtle" className={styles.choice} onClick={() => void choose(id)}>
                {name} ({mpnId})
              </Button>
            ))
          }
        </Loaded>
      </PopoverSurface>
    </Popover>
  )
}
