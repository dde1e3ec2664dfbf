import { useEffect, useRef } from 'react'

/**
 * Leaves a form once there is what it made: after the form has been drawn as saved, so that nobody is asked whether to
 * leave what was typed.
 */
export function useLeaveOnce<T>(made: T | undefined, leave: (made: T) => void): void {
  const last = useRef(leave)
  last.current = leave
  useEffect(() => {
    if (made !== undefined) last.current(made)
  }, [made])
}
