/** A request of good shape that the house must refuse for what it says, and how it must say no. */
import type { RefusalCode } from '#shared/refusals.ts'
import type { Answer, TestServer } from '../test-server.ts'
import type { Furniture } from './furniture.ts'

export interface RefusedCase {
  title: string
  status: number
  code: RefusalCode
  /** A field that the answer must name. */
  path?: string
  send(server: TestServer, house: Furniture): Promise<Answer>
}
