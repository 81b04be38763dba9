// Traces of OpenTelemetry, one span for each request, when OTEL_EXPORTER_OTLP_ENDPOINT says where they go; a caller's `traceparent` is
// carried on. Spans say the door, the status and the request id, and nothing of anybody: no address, no code, no body.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Context, ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'

export interface Tracing {
  watch(req: IncomingMessage, res: ServerResponse): void
  /** Sends what is still here. */
  stop(): Promise<void>
}

/** `endpoint` as the standard has it: without `/v1/traces`. */
export function startTracing(endpoint: string): Tracing {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'vouchsafe' }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  })
  const tracer = provider.getTracer('vouchsafe')
  return {
    watch(req, res) {
      const path = req.url?.split('?')[0] ?? '/'
      const span = tracer.startSpan(String(req.method), { kind: SpanKind.SERVER }, parentOf(req))
      res.once('close', () => {
        // A door by its pattern: an address may name somebody.
        const door = (req as { route?: { path?: unknown } }).route?.path ?? (HOT.has(path) ? path : 'none')
        span.updateName(`${req.method} ${door}`)
        span.setAttributes({
          'http.request.method': String(req.method),
          'http.route': String(door),
          'http.response.status_code': res.statusCode,
          'vouchsafe.request_id': String(res.getHeader('X-Request-Id') ?? ''),
        })
        if (res.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
        span.end()
      })
    },
    stop: () => provider.shutdown(),
  }
}

/** Answered before there is a route. */
const HOT = new Set(['/v1/quotes', '/v1/holds', '/v1/redemptions'])
const PARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/

/** https://www.w3.org/TR/trace-context: what does not read as one is none. */
function parentOf(req: IncomingMessage): Context {
  const [, traceId, spanId, flags] = PARENT.exec(String(req.headers.traceparent)) ?? []
  if (traceId === undefined || spanId === undefined || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return ROOT_CONTEXT
  const traceFlags = Number.parseInt(String(flags), 16) & TraceFlags.SAMPLED
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true })
}
