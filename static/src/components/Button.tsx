import type { ComponentChildren, JSX } from 'preact'

export interface ButtonProps {
  readonly children: ComponentChildren
  readonly kind?: 'plain' | 'primary' | 'stop' | 'quiet'
  readonly size?: 'small' | 'normal' | 'touch'
  /** What it is busy with, in words; the button keeps its width. */
  readonly busy?: string | false
  /** Why it can't be pressed, in words; shown beside it and read out. */
  readonly whyNot?: string | false
  readonly type?: 'button' | 'submit'
  readonly title?: string
  readonly label?: string
  readonly onPress?: () => void
}

export function Button(props: ButtonProps): JSX.Element {
  const { kind = 'plain', size = 'normal', busy, whyNot, type = 'button' } = props
  return (
    <span class="button-wrap">
      <button
        type={type}
        class={`button button-${kind} button-${size}`}
        disabled={Boolean(busy || whyNot)}
        aria-busy={Boolean(busy)}
        title={whyNot || props.title}
        aria-label={props.label}
        onClick={props.onPress}
      >
        {busy || props.children}
      </button>
      {whyNot ? <span class="why-not">{whyNot}</span> : null}
    </span>
  )
}
