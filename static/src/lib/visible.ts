/** Foreign texts on a page: what cannot be seen is shown. */

/** Direction marks and other invisible characters, made visible: a message must not look like what it is not. */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g

export function visible(text: string): string {
  return text.replace(UNSEEN, (character) => `⟨U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`)
}
