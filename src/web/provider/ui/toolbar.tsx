import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  toolbar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-end',
    gap: tokens.spacingHorizontalM,
    '& > *': { minWidth: 'min(100%, 160px)' },
  },
  buttons: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  stack: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
})

/** Filters and buttons above a list. */
export function Toolbar({ children }: { readonly children: ReactNode }) {
  return <div className={useStyles().toolbar}>{children}</div>
}

/** Buttons beside each other. */
export function Buttons({ children }: { readonly children: ReactNode }) {
  return <div className={useStyles().buttons}>{children}</div>
}

/** One below the other. */
export function Stack({ children }: { readonly children: ReactNode }) {
  return <div className={useStyles().stack}>{children}</div>
}
