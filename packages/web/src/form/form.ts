// What a command asks for before it is sent, as data: whoever builds a form is tested without a page.

/** What somebody typed or chose, by the field's name; several ticks stand with a space between them. */
export type FormValues = Readonly<Record<string, string>>
/** A field of a form. It must be filled in unless it is optional; one that is not shown counts for nothing. */
export interface FormField {
  readonly name: string
  readonly label: string
  readonly kind: 'line' | 'text' | 'choice' | 'ticks'
  /** Of a choice and of ticks. */
  readonly options?: readonly { readonly value: string; readonly title: string }[]
  /** What stands there first. */
  readonly value?: string
  readonly hint?: string
  readonly isOptional?: boolean
  readonly when?: (values: FormValues) => boolean
}
/** A way to send a form: its words, and what it sends, or what is wrong with what was typed. */
export interface FormSend<Sent> {
  readonly label: string
  readonly build: (values: FormValues) => Sent | { readonly refused: string }
}
/** A form: what is asked before something goes on record. */
export interface FormSpec<Sent> {
  readonly title: string
  readonly about?: string
  readonly fields: readonly FormField[]
  readonly sends: readonly FormSend<Sent>[]
}
