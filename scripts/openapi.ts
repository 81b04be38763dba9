// `npm run openapi`: prints the OpenAPI document of all doors.
import { openapiDocument } from '../server/http/openapi.ts'

const url = process.env.PUBLIC_URL ?? 'http://localhost:8080'
process.stdout.write(`${JSON.stringify(openapiDocument(url), null, 2)}\n`)
