import {
  Breadcrumb,
  BreadcrumbDivider,
  BreadcrumbItem,
  makeStyles,
  tokens,
  typographyStyles,
} from '@fluentui/react-components'
import { Fragment, type ReactNode, useEffect, useRef } from 'react'
import { AppLink } from './link.js'

export interface Crumb {
  readonly text: string
  readonly to: string
}

export interface PageProps {
  readonly title: string
  /** Besides the title, such as a status. */
  readonly beside?: ReactNode
  /** The pages above this one, from the top. */
  readonly crumbs?: readonly Crumb[]
  /** Buttons for what can be done here. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

const useStyles = makeStyles({
  page: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    maxWidth: '1600px',
    margin: '0 auto',
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
  },
  title: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM, minWidth: 0 },
  heading: { ...typographyStyles.title2, outlineStyle: 'none', margin: 0, overflowWrap: 'anywhere' },
  crumbs: { flexWrap: 'wrap' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

/** A page: where it is, what it is called, what can be done, and what it shows. Its title gets the focus, so that it is read. */
export function Page({ title, beside, crumbs = [], actions, children }: PageProps) {
  const styles = useStyles()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} – prorata`
  }, [title])
  useEffect(() => {
    // Not over a field that asked for it.
    if (!(document.activeElement instanceof HTMLInputElement)) heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div className={styles.page}>
      {crumbs.length > 0 && (
        <Breadcrumb size="small" list={{ className: styles.crumbs }}>
          {crumbs.map(({ text, to }) => (
            <Fragment key={to}>
              <BreadcrumbItem>
                <AppLink to={to}>{text}</AppLink>
              </BreadcrumbItem>
              <BreadcrumbDivider />
            </Fragment>
          ))}
        </Breadcrumb>
      )}
      <div className={styles.head}>
        <div className={styles.title}>
          <h1 ref={heading} tabIndex={-1} className={styles.heading}>
            {title}
          </h1>
          {beside}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
      {children}
    </div>
  )
}
