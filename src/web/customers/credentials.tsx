import { Button, MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components'
import { CopyRegular } from '@fluentui/react-icons'
import { useNotify } from '../parts/notify.js'
import { Facts } from '../parts/section.js'
import { Row, Stack } from './form-fields.js'
import { usePeopleWords } from './words-people.js'

const useStyles = makeStyles({
  secret: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase400,
    overflowWrap: 'anywhere',
    userSelect: 'all',
  },
})

export interface CredentialsProps {
  readonly text: string
  readonly userName: string
  readonly password: string
}

/** The data with which a user signs in, which are shown this one time. */
export function Credentials({ text, userName, password }: CredentialsProps) {
  const styles = useStyles()
  const say = usePeopleWords()
  const notify = useNotify()
  const copy = async (copied: string) => {
    await navigator.clipboard.writeText(copied)
    notify(say('copied'))
  }
  return (
    <Stack>
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>{text}</MessageBarBody>
      </MessageBar>
      <Facts
        facts={[
          [
            say('signInName'),
            <span key="name" className={styles.secret}>
              {userName}
            </span>,
          ],
          [
            say('password'),
            <span key="password" className={styles.secret}>
              {password}
            </span>,
          ],
        ]}
      />
      <Row>
        <Button type="button" icon={<CopyRegular />} onClick={() => void copy(password)}>
          {say('copyPassword')}
        </Button>
        <Button type="button" icon={<CopyRegular />} onClick={() => void copy(`${userName}\n${password}`)}>
          {say('copyBoth')}
        </Button>
      </Row>
    </Stack>
  )
}
