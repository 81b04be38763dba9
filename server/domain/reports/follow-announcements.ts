// What the house announces, to whoever listens: from a cursor on, each once, whichever process it comes from.
import { type Announcement, announcementsAfter, cursorOfNow, isCursor } from '#core/announce.ts'
import type { House } from '#core/house.ts'
import { SECOND_MS } from '#shared/time.ts'

const PAGE = 100

/**
 * Emits what is announced behind `from`, or from now on when that is no cursor; before anything else the cursor it begins at,
 * with no announcement, so that a line that breaks at once can be taken up as well. Answers the function that ends it.
 */
export function followAnnouncements(
  { store, log }: House,
  from: string | undefined,
  emit: (cursor: string, announcement: Announcement | null) => void,
): () => void {
  let cursor = from !== undefined && isCursor(from) ? from : null
  let isOver = false
  let looking = false
  let again = false

  async function readOn(): Promise<void> {
    if (cursor === null) {
      cursor = await cursorOfNow(store.read)
      if (!isOver) emit(cursor, null)
    }
    for (let more = true; more && !isOver; ) {
      const page = await announcementsAfter(store.read, cursor, PAGE)
      for (const { cursor: next, announcement } of page) {
        if (isOver) return
        emit(next, announcement)
        cursor = next
      }
      more = page.length === PAGE
    }
  }

  async function look(): Promise<void> {
    again = true
    if (looking) return
    looking = true
    try {
      while (again && !isOver) {
        again = false
        await readOn()
      }
    } catch (error) {
      log.warn({ error: String(error).slice(0, 200) }, 'the stream could not read what was announced')
    } finally {
      looking = false
    }
  }

  const stop = store.hear('announcements', () => void look())
  // What is committed may have to wait for an older write that is still open; nobody tells when that ends.
  const timer = setInterval(() => void look(), SECOND_MS).unref()
  void look()
  return () => {
    isOver = true
    stop()
    clearInterval(timer)
  }
}
