import { Button, type ButtonProps } from '@fluentui/react-components'
import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, ReactNode, Ref } from 'react'

interface AnchorProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'type'> {
  readonly ref?: Ref<HTMLAnchorElement>
  readonly appearance?: ButtonProps['appearance']
  readonly icon?: ButtonProps['icon']
}

// Fluent's types of a button do not know that it may be an anchor whose events are those of anchors.
const RoutedButton = createLink(({ ref, children, ...props }: AnchorProps) => (
  <Button {...(props as object)} as="a" ref={ref as Ref<HTMLButtonElement & HTMLAnchorElement>}>
    {children}
  </Button>
))

export interface ButtonLinkProps {
  /** A path of the portal, such as `/customers/new`. */
  readonly to: string
  readonly search?: Readonly<Record<string, string | undefined>>
  readonly appearance?: ButtonProps['appearance']
  readonly icon?: ButtonProps['icon']
  readonly children: ReactNode
}

/** A link to another page that looks like a button, for the main thing one goes to from a page. */
export function ButtonLink({ to, search, appearance, icon, children }: ButtonLinkProps) {
  return (
    <RoutedButton to={to} search={search as never} appearance={appearance} icon={icon}>
      {children}
    </RoutedButton>
  )
}
