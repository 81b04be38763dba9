// The shape of a language's texts, told by the English ones: the same keys, and for what is counted the plural forms that
// the language has.

type Form = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
type Counted<K> = K extends `${infer B}_${Form}` ? B : never
type Plain<K> = K extends `${string}_${Form}` ? never : K

/** A key as it is asked for: without its plural form. */
export type KeyOf<T> = (Plain<keyof T> | Counted<keyof T>) & string

export type Words<T> = { [K in Plain<keyof T>]: string } & { [B in Counted<keyof T> as `${B}_other`]: string } & {
  [B in Counted<keyof T> as `${B}_${Exclude<Form, 'other'>}`]?: string
}

/** Titles of refusals under the keys that pages ask for. */
export const asTitles = <C extends string>(titles: Record<C, string>) =>
  Object.fromEntries(Object.entries(titles).map(([code, title]) => [`${code}.title`, title])) as {
    [Code in C as `${Code}.title`]: string
  }
