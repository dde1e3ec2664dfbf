import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { CopyRegular } from '@fluentui/react-icons'
import { useNotify } from '../parts/notify.js'
import { useCommonWords } from '../parts/words.js'
import { useAccessWords } from './access-words.js'

/** A secret or a link that the server tells only now. */
export interface Secret {
  readonly label: string
  /** What to do with it. */
  readonly text: string
  readonly copyText: string
  readonly value: string
}

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  value: { fontFamily: tokens.fontFamilyMonospace },
})

/** Shows a secret until somebody says to have it: a click beside it does not lose it. */
export function ShownOnce({ secret, onClose }: { readonly secret: Secret | undefined; readonly onClose: () => void }) {
  const styles = useStyles()
  const say = useAccessWords()
  const common = useCommonWords()
  const notify = useNotify()
  if (secret === undefined) return null
  const copy = async () => {
    await navigator.clipboard.writeText(secret.value)
    notify(common('copied'))
  }
  return (
    <Dialog open modalType="alert">
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{say('once')}</DialogTitle>
          <DialogContent className={styles.content}>
            {secret.text}
            <Field label={secret.label}>
              <Input
                readOnly
                value={secret.value}
                input={{ className: styles.value }}
                onFocus={({ target }) => target.select()}
              />
            </Field>
          </DialogContent>
          <DialogActions fluid>
            <Button icon={<CopyRegular />} onClick={() => void copy()}>
              {secret.copyText}
            </Button>
            <Button appearance="primary" onClick={onClose}>
              {say('done')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
