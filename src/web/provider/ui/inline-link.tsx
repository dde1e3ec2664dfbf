import { makeStyles } from '@fluentui/react-components'
import { AppLink, type AppLinkProps } from '../../parts/link.js'

const useStyles = makeStyles({ link: { textDecorationLine: 'underline' } })

/** A link in a text, underlined so that it stands out without its colour. */
export function InlineLink(props: Omit<AppLinkProps, 'className'>) {
  return <AppLink {...props} className={useStyles().link} />
}
