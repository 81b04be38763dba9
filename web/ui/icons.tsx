// The few signs the console draws itself; all are decoration beside words, so readers of the screen skip them.
import type { ReactNode } from 'react'

interface SignProps {
  size?: number
}

function Sign({ size = 18, children }: SignProps & { children: ReactNode }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  )
}

export const Mark = (props: SignProps) => (
  <Sign {...props}>
    <path d="M4 5h16a1.5 1.5 0 0 1 1.5 1.5v3a2.6 2.6 0 0 0 0 5v3A1.5 1.5 0 0 1 20 19H4a1.5 1.5 0 0 1-1.5-1.5v-3a2.6 2.6 0 0 0 0-5v-3A1.5 1.5 0 0 1 4 5Z" />
    <path d="m8.2 12.2 2.7 2.7 5-5.7" />
  </Sign>
)
export const Cake = (props: SignProps) => (
  <Sign {...props}>
    <path d="M4 20h16v-6.5a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2Z" />
    <path d="M4 16c1.3 0 1.3 1 2.7 1s1.3-1 2.6-1 1.4 1 2.7 1 1.3-1 2.7-1 1.3 1 2.6 1 1.4-1 2.7-1" />
    <path d="M12 11.5V8M12 5.2c.9-.9.9-1.6 0-2.7-.9 1.1-.9 1.8 0 2.7Z" />
  </Sign>
)
export const Basket = (props: SignProps) => (
  <Sign {...props}>
    <path d="M3.5 9.5h17l-1.6 9a1.8 1.8 0 0 1-1.8 1.5H6.9a1.8 1.8 0 0 1-1.8-1.5Z" />
    <path d="m7.5 9.5 3-5.5M16.5 9.5l-3-5.5M9.5 13v3.5M14.5 13v3.5" />
  </Sign>
)
export const Flag = (props: SignProps) => (
  <Sign {...props}>
    <path d="M5.5 21V4" />
    <path d="M5.5 4.5c4-2 7 2 13 0v9c-6 2-9-2-13 0" />
  </Sign>
)
export const Sun = (props: SignProps) => (
  <Sign {...props}>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4" />
  </Sign>
)
export const Moon = (props: SignProps) => (
  <Sign {...props}>
    <path d="M20 14.2A8.3 8.3 0 0 1 9.8 4a8.3 8.3 0 1 0 10.2 10.2Z" />
  </Sign>
)
export const Plus = (props: SignProps) => (
  <Sign {...props}>
    <path d="M12 5v14M5 12h14" />
  </Sign>
)
export const Check = (props: SignProps) => (
  <Sign {...props}>
    <path d="m5 12.5 4.5 4.5L19 7.5" />
  </Sign>
)
export const Alert = (props: SignProps) => (
  <Sign {...props}>
    <path d="M12 3.5 2.8 19.5h18.4Z" />
    <path d="M12 10v4M12 17v.2" />
  </Sign>
)
export const Down = (props: SignProps) => (
  <Sign {...props}>
    <path d="M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 20h14" />
  </Sign>
)
export const Lock = (props: SignProps) => (
  <Sign {...props}>
    <rect x="5" y="10.5" width="14" height="9.5" rx="2" />
    <path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5" />
  </Sign>
)
export const Bars = (props: SignProps) => (
  <Sign {...props}>
    <path d="M4 7h16M4 12h16M4 17h16" />
  </Sign>
)
export const Bars3 = (props: SignProps) => (
  <Sign {...props}>
    <path d="M5 20v-6M12 20V5M19 20v-9" />
  </Sign>
)
export const Person = (props: SignProps) => (
  <Sign {...props}>
    <circle cx="12" cy="8" r="3.7" />
    <path d="M4.8 20c.8-3.8 3.6-5.7 7.2-5.7s6.4 1.9 7.2 5.7" />
  </Sign>
)
export const People = (props: SignProps) => (
  <Sign {...props}>
    <circle cx="9" cy="8.5" r="3.3" />
    <path d="M2.8 19.5c.7-3.4 3.1-5 6.2-5s5.5 1.6 6.2 5M15.5 5.500a3.3 3.3 0 0 1 0 6M18 14.900c1.7.7 2.8 2.2 3.2 4.6" />
  </Sign>
)
export const Send = (props: SignProps) => (
  <Sign {...props}>
    <path d="M3.5 6.500h17v12h-17Z" />
    <path d="m4 7 8 6.500L20 7" />
  </Sign>
)
export const Shield = (props: SignProps) => (
  <Sign {...props}>
    <path d="M12 3.5 5 6v5.500c0 4.3 2.8 7.5 7 9 4.2-1.5 7-4.7 7-9V6Z" />
  </Sign>
)
export const Sliders = (props: SignProps) => (
  <Sign {...props}>
    <path d="M4 8h9M17 8h3M4 16h3M11 16h9" />
    <circle cx="15" cy="8" r="2" />
    <circle cx="9" cy="16" r="2" />
  </Sign>
)
export const Search = (props: SignProps) => (
  <Sign {...props}>
    <circle cx="11" cy="11" r="6" />
    <path d="m15.5 15.5 4.5 4.5" />
  </Sign>
)
export const Key = (props: SignProps) => (
  <Sign {...props}>
    <circle cx="8" cy="14.5" r="4" />
    <path d="m11 11.7 8.5-8M16 7l2.5 2.5" />
  </Sign>
)
