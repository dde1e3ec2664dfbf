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
} from '@fluentui/react-components'
import type { z } from 'zod'
import type { mailInFullSchema } from '../../../api/schema/mail.js'
import { Loaded } from '../../parts/states.js'
import { useCommonWords } from '../../parts/words.js'
import { pathOf } from '../../wire/path.js'
import { useRead } from '../../wire/read.js'
import type { Mail } from './mail.js'
import { useMailWords } from './words.js'

const useStyles = makeStyles({
  text: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
})

/** Shows a mail as it is sent. */
export function ReadMail({ mail }: { readonly mail: Mail }) {
  const say = useMailWords()
  const common = useCommonWords()
  return (
    <Dialog>
      <DialogTrigger disableButtonEnhancement>
        <Button size="small" aria-label={say('readOf', { address: mail.address })}>
          {say('read')}
        </Button>
      </DialogTrigger>
      <DialogSurface>
        <DialogBody>
          <MailText id={mail.id} />
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button appearance="primary">{common('close')}</Button>
            </DialogTrigger>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}

function MailText({ id }: { readonly id: string }) {
  const styles = useStyles()
  const say = useMailWords()
  const mail = useRead<z.output<typeof mailInFullSchema>>(pathOf`/v1/platform/mails/${id}`)
  return (
    <>
      <DialogTitle>{mail.data?.subject ?? say('subject')}</DialogTitle>
      <DialogContent>
        <Loaded read={mail}>{({ text }) => <div className={styles.text}>{text}</div>}</Loaded>
      </DialogContent>
    </>
  )
}
