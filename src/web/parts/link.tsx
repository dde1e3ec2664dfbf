import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  link: {
    color: tokens.colorBrandForegroundLink,
    textDecorationLine: 'none',
    ':hover': { textDecorationLine: 'underline', color: tokens.colorBrandForegroundLinkHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, borderRadius: tokens.borderRadiusSmall },
  },
})

export interface AppLinkProps {
  /** A path of the portal, such as `/customers/${id}`. */
  readonly to: string
  readonly search?: Readonly<Record<string, string | undefined>>
  readonly className?: string
  readonly children: ReactNode
}

/** A link to another page of the portal, whose code is loaded while the pointer nears it. */
export function AppLink({ to, search, className, children }: AppLinkProps) {
  const styles = useStyles()
  return (
    <Link to={to} search={search as never} className={mergeClasses(styles.link, className)}>
      {children}
    </Link>
  )
}
