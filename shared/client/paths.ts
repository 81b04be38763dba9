// Printed by `npm run client` from the OpenAPI document; a test holds it to that. Do not change it by hand.

export interface Schemas {
  Rule:
    | { all: Schemas['Rule'][] }
    | { any: Schemas['Rule'][] }
    | { not: Schemas['Rule'] }
    | {
        field: string
        op:
          | 'eq'
          | 'ne'
          | 'in'
          | 'gt'
          | 'gte'
          | 'lt'
          | 'lte'
          | 'before'
          | 'after'
          | 'within_days'
          | 'is_today'
          | 'is_known'
          | 'is_unknown'
        value?: (string | number | boolean) | (string | number | boolean)[]
      }
  CreateApiKeyBody: {
    name: string
    roles: ('admin' | 'marketer' | 'analyst' | 'checkout' | 'shop' | 'privacy' | 'support')[]
    expiresAt?: string
  }
  SignInBody: { email: string; password: string }
  SignInByPasskeyBody: {
    step: string
    response: {
      id: string
      rawId: string
      type: 'public-key'
      authenticatorAttachment?: 'platform' | 'cross-platform'
      clientExtensionResults: Record<string, unknown>
      response: { clientDataJSON: string; authenticatorData: string; signature: string; userHandle?: string }
    }
  }
  SignInByOidcBody: { state: string; answer: string }
  LookAtLinkBody: { token: string }
  UseLinkBody: { token: string; password: string; name?: string; email?: string }
  ForgotPasswordBody: { email: string }
  PatchMyselfBody: { name?: string; language?: string }
  ChangePasswordBody: { current: string; next: string }
  AddPasskeyBody: {
    step: string
    name: string
    response: {
      id: string
      rawId: string
      type: 'public-key'
      authenticatorAttachment?: 'platform' | 'cross-platform'
      clientExtensionResults: Record<string, unknown>
      response: {
        clientDataJSON: string
        attestationObject: string
        authenticatorData?: string
        transports?: string[]
        publicKeyAlgorithm?: number
        publicKey?: string
      }
    }
  }
  PatchMemberBody: {
    name?: string
    roles?: ('admin' | 'marketer' | 'analyst' | 'checkout' | 'shop' | 'privacy' | 'support')[]
  }
  InviteMemberBody: {
    email: string
    name: string
    roles: ('admin' | 'marketer' | 'analyst' | 'checkout' | 'shop' | 'privacy' | 'support')[]
    language?: string
  }
  PutSettingsBody: { timeZone: string | null; currency: string; colour: string | null; logo: string | null }
  MoveClockBody: { now: string }
  PutCustomerBody: {
    email?: string | null
    phone?: string | null
    givenName?: string | null
    familyName?: string | null
    birthDate?: string | null
    country?: string | null
    locale?: string | null
    timeZone?: string | null
    attributes?: Record<string, string | number | boolean | null>
  }
  SearchCustomersBody: { reference: string } | { email: string } | { phone: string; country?: string }
  MergeCustomersBody: { from: string }
  DeclareAttributeBody: {
    key: string
    type: 'text' | 'number' | 'boolean' | 'day'
    category:
      | 'contact.email'
      | 'contact.phone'
      | 'contact.push'
      | 'contact.account'
      | 'contact.partner'
      | 'name'
      | 'birthdate'
      | 'age'
      | 'demographics'
      | 'location'
      | 'purchase_history'
      | 'cart_activity'
      | 'preferences'
    derivedFrom?: string[]
  }
  RecordConsentsBody: {
    customerReference: string
    noticeVersion: number
    locale: string
    method: 'checkout' | 'form' | 'pos' | 'call' | 'app' | 'support' | 'import' | 'centre'
    evidence?: string
    decisions: {
      purpose: string
      channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
      category:
        | 'contact.email'
        | 'contact.phone'
        | 'contact.push'
        | 'contact.account'
        | 'contact.partner'
        | 'name'
        | 'birthdate'
        | 'age'
        | 'demographics'
        | 'location'
        | 'purchase_history'
        | 'cart_activity'
        | 'preferences'
      decision: 'grant' | 'refuse' | 'withdraw'
    }[]
    contactVerified?: boolean
    labelsSha256?: string
    surface?: string
    claimedAt?: string
    ifVersion?: string | null
    guardianEmail?: string
  }
  PutProductBody: { name: string; category: string; priceMinor: number; currency: string; stock?: number | null }
  ReportEventsBody: unknown[] | Record<string, unknown>
  QuoteBody: {
    code: string
    order: {
      reference: string
      currency: string
      amountMinor: number
      shippingMinor?: number
      items?: { sku: string; category?: string; quantity: number; unitPriceMinor: number }[]
      customerReference?: string
      clientAddress?: string
    }
  }
  QuoteStackBody: {
    codes: string[]
    order: {
      reference: string
      currency: string
      amountMinor: number
      shippingMinor?: number
      items?: { sku: string; category?: string; quantity: number; unitPriceMinor: number }[]
      customerReference?: string
      clientAddress?: string
    }
  }
  HoldBody: {
    code: string
    order: {
      reference: string
      currency: string
      amountMinor: number
      shippingMinor?: number
      items?: { sku: string; category?: string; quantity: number; unitPriceMinor: number }[]
      customerReference?: string
      clientAddress?: string
    }
    ttlSeconds?: number
  }
  RedeemBody: {
    code: string
    order: {
      reference: string
      currency: string
      amountMinor: number
      shippingMinor?: number
      items?: { sku: string; category?: string; quantity: number; unitPriceMinor: number }[]
      customerReference?: string
      clientAddress?: string
    }
    holdId?: string
    amountMinor?: number
  }
  ReverseBody: { reason: string; amountMinor?: number; restoreVoucher?: boolean }
  ReverseStackBody: { reason: string; restoreVouchers?: boolean }
  CreatePurposeBody: {
    key: string
    legalBasis: 'consent' | 'legitimate_interest' | 'contract'
    title: string
    benefit?: string
    justification?: string
    incentive?: string
    dpv?: string
    fides?: string
    isPartner?: boolean
    texts?: Record<string, { title: string; benefit?: string; incentive?: string }>
  }
  StopPurposeBody: { reason: string }
  InvalidateConsentsBody: {
    reason: string
    purpose: string
    channel?: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
    category?:
      | 'contact.email'
      | 'contact.phone'
      | 'contact.push'
      | 'contact.account'
      | 'contact.partner'
      | 'name'
      | 'birthdate'
      | 'age'
      | 'demographics'
      | 'location'
      | 'purchase_history'
      | 'cart_activity'
      | 'preferences'
    noticeVersion?: number
    customerReference?: string
  }
  NoteAskedBody: {
    customerReference: string
    noticeVersion: number
    locale: string
    cells: {
      purpose: string
      channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
      category:
        | 'contact.email'
        | 'contact.phone'
        | 'contact.push'
        | 'contact.account'
        | 'contact.partner'
        | 'name'
        | 'birthdate'
        | 'age'
        | 'demographics'
        | 'location'
        | 'purchase_history'
        | 'cart_activity'
        | 'preferences'
    }[]
  }
  SetRestrictionBody: { restricted: boolean }
  SetObjectionBody: { purpose: string | null; objects: boolean }
  PutLocalesBody: { locales: string[] }
  PutConsentAgeBody: { age: number; source: string }
  PutOfficeBody: { office: string }
  PutHolidayBody: { name: string; source: string }
  PutMinorsBody: { profiling: boolean; atMajority: 'keep' | 'reconsent' }
  CreatePartyBody: {
    key: string
    title: string
    texts?: Record<string, string>
    roles: ('admin' | 'marketer' | 'analyst' | 'checkout' | 'shop' | 'privacy' | 'support')[]
    categories: (
      | 'contact.email'
      | 'contact.phone'
      | 'contact.push'
      | 'contact.account'
      | 'contact.partner'
      | 'name'
      | 'birthdate'
      | 'age'
      | 'demographics'
      | 'location'
      | 'purchase_history'
      | 'cart_activity'
      | 'preferences'
    )[]
  }
  CreateNoticeBody: {
    controller: {
      name: string
      address: string
      contact: string
      country?: string
      responsible?: { name: string; contact: string }
      authority?: { name: string; contact: string }
    }
    texts: Record<string, { title: string; body: string }>
    scope: {
      purpose: string
      channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
      category:
        | 'contact.email'
        | 'contact.phone'
        | 'contact.push'
        | 'contact.account'
        | 'contact.partner'
        | 'name'
        | 'birthdate'
        | 'age'
        | 'demographics'
        | 'location'
        | 'purchase_history'
        | 'cart_activity'
        | 'preferences'
      retentionMonths: number
      recipients?: string[]
    }[]
    labels?: Record<string, Record<string, string>>
    effectiveAt?: string
  }
  MeLinkBody: { address: string; locale?: string }
  MeSessionBody: { token: string }
  MeProfileBody: { customerId: string }
  MeAskStepBody: { action: 'export' | 'erase' | 'rectify' | 'grant'; locale?: string }
  MePassStepBody: { code: string }
  MeDecideBody: {
    noticeVersion: number
    locale: string
    decisions: {
      purpose: string
      channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
      category:
        | 'contact.email'
        | 'contact.phone'
        | 'contact.push'
        | 'contact.account'
        | 'contact.partner'
        | 'name'
        | 'birthdate'
        | 'age'
        | 'demographics'
        | 'location'
        | 'purchase_history'
        | 'cart_activity'
        | 'preferences'
      decision: 'grant' | 'refuse' | 'withdraw'
    }[]
    ifVersion?: string | null
  }
  MeDownloadBody: { token: string }
  MeObjectBody: { purpose: string | null; lift?: boolean }
  MeRestrictBody: { restrict: boolean }
  MeSnoozeBody: { until: string | null }
  MeRectifyBody: {
    email?: string | null
    phone?: string | null
    givenName?: string | null
    familyName?: string | null
    birthDate?: string | null
    country?: string | null
    locale?: string | null
    timeZone?: string | null
  }
  MeAskForBody: { kind: 'access' | 'export' | 'rectify' | 'erase' | 'restrict' | 'object' }
  CreateRequestBody: {
    customerReference: string
    kind: 'access' | 'export' | 'rectify' | 'erase' | 'restrict' | 'object'
    receivedAt?: string
  }
  ExtendRequestBody: { reason: string }
  PauseRequestBody: { text: string }
  AnswerRequestBody: { outcome: 'done' | 'refused'; text: string }
  CreateConnectorBody: {
    kind: 'shopify' | 'woocommerce' | 'hubspot' | 'stripe' | 'generic'
    name: string
    secret?: string
    currency?: string
    referencePrefix?: string
    mappings?: {
      makes: string
      each?: string
      when?: { path: string; equals: string | number | boolean }
      fields: Record<
        string,
        | string
        | {
            path?: string
            value?: string | number | boolean
            as?: 'text' | 'decimal' | 'minor' | 'epoch_seconds' | 'epoch_ms' | 'list'
            words?: Record<string, string>
          }
      >
      items?: {
        each: string
        fields: Record<
          string,
          | string
          | {
              path?: string
              value?: string | number | boolean
              as?: 'text' | 'decimal' | 'minor' | 'epoch_seconds' | 'epoch_ms' | 'list'
              words?: Record<string, string>
            }
        >
      }
    }[]
  }
  TestMappingsBody: {
    mappings: {
      makes: string
      each?: string
      when?: { path: string; equals: string | number | boolean }
      fields: Record<
        string,
        | string
        | {
            path?: string
            value?: string | number | boolean
            as?: 'text' | 'decimal' | 'minor' | 'epoch_seconds' | 'epoch_ms' | 'list'
            words?: Record<string, string>
          }
      >
      items?: {
        each: string
        fields: Record<
          string,
          | string
          | {
              path?: string
              value?: string | number | boolean
              as?: 'text' | 'decimal' | 'minor' | 'epoch_seconds' | 'epoch_ms' | 'list'
              words?: Record<string, string>
            }
        >
      }
    }[]
    sample: unknown
    currency?: string
  }
  RotateConnectorBody: { secret?: string; overlapSeconds?: number }
  PutMappingsBody: {
    mappings: {
      makes: string
      each?: string
      when?: { path: string; equals: string | number | boolean }
      fields: Record<
        string,
        | string
        | {
            path?: string
            value?: string | number | boolean
            as?: 'text' | 'decimal' | 'minor' | 'epoch_seconds' | 'epoch_ms' | 'list'
            words?: Record<string, string>
          }
      >
      items?: {
        each: string
        fields: Record<
          string,
          | string
          | {
              path?: string
              value?: string | number | boolean
              as?: 'text' | 'decimal' | 'minor' | 'epoch_seconds' | 'epoch_ms' | 'list'
              words?: Record<string, string>
            }
        >
      }
    }[]
  }
  PutOutletBody: {
    shopUrl: string
    credentials: { accessToken: string } | { consumerKey: string; consumerSecret: string }
    campaignIds: string[]
    withoutMost?: 'refuse' | 'accept'
  }
  CreateWebhookBody: {
    url: string
    name?: string
    events: (
      | 'voucher.issued'
      | 'voucher.redeemed'
      | 'redemption.reversed'
      | 'voucher.expired'
      | 'consent.changed'
      | 'customer.erased'
      | 'campaign.budget_low'
      | 'campaign.budget_exhausted'
      | 'guess.alarm'
      | 'request.overdue'
      | 'drop_in.changed'
    )[]
    includes?: ('customerReference' | 'code')[]
    envelope?: 'house' | 'voucherify'
  }
  PatchWebhookBody: {
    name?: string
    state?: 'live' | 'paused'
    events?: (
      | 'voucher.issued'
      | 'voucher.redeemed'
      | 'redemption.reversed'
      | 'voucher.expired'
      | 'consent.changed'
      | 'customer.erased'
      | 'campaign.budget_low'
      | 'campaign.budget_exhausted'
      | 'guess.alarm'
      | 'request.overdue'
      | 'drop_in.changed'
    )[]
  }
  GuessImportBody: { kind: 'customers' | 'products' | 'orders' | 'consents' | 'codes'; sample: string }
  CreateImportBody: {
    kind: 'customers' | 'products' | 'orders' | 'consents' | 'codes'
    columns?: Record<
      string,
      { field: string | null; as?: 'plain' | 'decimal' | 'decimal_comma' | 'day_dmy' | 'day_mdy' }
    >
    delimiter?: ',' | ';' | '\t' | '|'
    currency?: string
    campaignId?: string
  }
  CreateSegmentBody: { name: string; rule: Schemas['Rule'] }
  PreviewSegmentBody: {
    rule?: Schemas['Rule']
    purpose: string
    channels: ('email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook')[]
    trigger?:
      | { kind: 'birthday'; leadDays?: number }
      | {
          kind: 'cart_abandoned'
          delayMinutes?: number
          minimumTotalMinor?: number
          currency?: string
          category?: string
        }
      | {
          kind: 'spend_milestone'
          thresholdMinor: number
          currency: string
          period?: { kind: 'lifetime' } | { kind: 'rolling'; days: number } | { kind: 'calendar_year' }
          repeats?: boolean
        }
      | { kind: 'win_back'; days: number }
      | { kind: 'signed_up'; delayMinutes?: number }
      | {
          kind: 'custom_event'
          name: string
          where?: {
            key: string
            op: 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'in'
            value: (string | number | boolean) | (string | number | boolean)[]
          }[]
        }
      | { kind: 'first_order'; delayMinutes?: number }
      | { kind: 'anniversary'; leadDays?: number }
      | { kind: 'price_drop'; minimumBps?: number; withinDays?: number }
      | { kind: 'back_in_stock'; withinDays?: number }
      | { kind: 'broadcast' }
    frequency?: { max: number; withinDays: number }
  }
  PutExperimentSettingsBody: { globalHoldoutBps?: number; grossMarginBps?: number }
  PlanExperimentBody: {
    campaignId?: string
    audience?: number
    holdoutBps?: number
    shares?: { key: string; shareBps: number }[]
    startsAt?: string
    assignDays?: number
    windowDays?: number
    conversion: number
    margin?: { meanMinor: number; sdMinor: number }
    primary?: 'conversion' | 'revenue' | 'margin'
    expectedLift?: number
    discountPerRecipientMinor?: number
    power?: number
  }
  CreateCampaignBody: {
    baselineCampaignId?: string
    name: string
    purpose: string
    legalBasis?: 'consent' | 'legitimate_interest' | 'contract'
    channels: ('email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook')[]
    trigger:
      | { kind: 'birthday'; leadDays?: number }
      | {
          kind: 'cart_abandoned'
          delayMinutes?: number
          minimumTotalMinor?: number
          currency?: string
          category?: string
        }
      | {
          kind: 'spend_milestone'
          thresholdMinor: number
          currency: string
          period?: { kind: 'lifetime' } | { kind: 'rolling'; days: number } | { kind: 'calendar_year' }
          repeats?: boolean
        }
      | { kind: 'win_back'; days: number }
      | { kind: 'signed_up'; delayMinutes?: number }
      | {
          kind: 'custom_event'
          name: string
          where?: {
            key: string
            op: 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'in'
            value: (string | number | boolean) | (string | number | boolean)[]
          }[]
        }
      | { kind: 'first_order'; delayMinutes?: number }
      | { kind: 'anniversary'; leadDays?: number }
      | { kind: 'price_drop'; minimumBps?: number; withinDays?: number }
      | { kind: 'back_in_stock'; withinDays?: number }
      | { kind: 'broadcast' }
    segment?: { id: string } | { rule: Schemas['Rule'] }
    variants: {
      key: string
      shareBps: number
      offer:
        | {
            kind: 'percent_off'
            bps: number
            maxMinor: number
            scope?: { categories?: string[]; skus?: string[]; favouriteCategory?: true }
          }
        | {
            kind: 'amount_off'
            amountMinor: number
            scope?: { categories?: string[]; skus?: string[]; favouriteCategory?: true }
          }
        | { kind: 'free_shipping'; maxMinor: number }
        | { kind: 'gift_card'; amountMinor: number }
        | { kind: 'unit_off'; sku: string; quantity: number; maxMinor?: number }
    }[]
    holdoutBps?: number
    experiment?: {
      primary?: 'conversion' | 'revenue' | 'margin'
      recipients?: number
      decideAt?: string
      reference?: string
      indifference?: number
      guardrails?: { metric: 'margin' | 'refunds' | 'discount'; allowedLoss: number }[]
      capQuantile?: number
      cuped?: boolean
      layer?: { key: string; fromBps: number; toBps: number }
    }
    budget?: {
      limitMinor: number
      currency: string
      count?: number
      mode: 'at_redemption' | 'guaranteed'
      whenShort?: 'refuse' | 'cap'
      perDay?: { limitMinor?: number; count?: number }
      perCustomer?: { limitMinor?: number; count?: number }
    }
    validity: { days: number } | { until: string }
    minimumOrderMinor?: number
    frequency?: { max: number; withinDays: number }
    priority?: number
    sendWindow?: { from: string; to: string; days?: number[] }
    reminder?: { daysBefore: number }
    refundPolicy?: 'keep' | 'restore'
    redeemableBy?: 'anyone' | 'recipient'
    stacking?: { mode: 'exclusive'; rank?: number } | { mode: 'combinable'; group?: string; rank?: number }
    codePrefix?: string
    message?: Record<
      string,
      {
        subject?: string
        text: string
        html?: string
        tones?: {
          prospect?: { subject?: string; text: string; html?: string }
          known?: { subject?: string; text: string; html?: string }
          loyal?: { subject?: string; text: string; html?: string }
        }
        reminder?: { subject?: string; text: string; html?: string }
      }
    >
    startsAt?: string
    endsAt?: string
    timeZone: string
  }
  CheckCampaignBody: { terms: Record<string, unknown>; campaignId?: string }
  CampaignCalendarBody: { terms: Schemas['CreateCampaignBody']; days?: number }
  TryStackBody: {
    order: { currency: string; amountMinor: number; shippingMinor?: number }
    draft?: {
      name: string
      offer:
        | {
            kind: 'percent_off'
            bps: number
            maxMinor: number
            scope?: { categories?: string[]; skus?: string[]; favouriteCategory?: true }
          }
        | {
            kind: 'amount_off'
            amountMinor: number
            scope?: { categories?: string[]; skus?: string[]; favouriteCategory?: true }
          }
        | { kind: 'free_shipping'; maxMinor: number }
        | { kind: 'gift_card'; amountMinor: number }
        | { kind: 'unit_off'; sku: string; quantity: number; maxMinor?: number }
      stacking?: { mode: 'exclusive'; rank?: number } | { mode: 'combinable'; group?: string; rank?: number }
      minimumOrderMinor?: number
    }
    campaignIds?: string[]
  }
  CopyCampaignBody: { name?: string; version?: number }
  PutApprovalRulesBody: { limits: { currency: string; aboveMinor: number }[] }
  AskApprovalBody: { limitMinor?: number; note?: string }
  DecideApprovalBody: { decision: 'approved' | 'refused'; note?: string }
  PatchCampaignBody: {
    baselineCampaignId?: string | null
    name?: string
    purpose?: string
    channels?: ('email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook')[]
    trigger?:
      | { kind: 'birthday'; leadDays?: number }
      | {
          kind: 'cart_abandoned'
          delayMinutes?: number
          minimumTotalMinor?: number
          currency?: string
          category?: string
        }
      | {
          kind: 'spend_milestone'
          thresholdMinor: number
          currency: string
          period?: { kind: 'lifetime' } | { kind: 'rolling'; days: number } | { kind: 'calendar_year' }
          repeats?: boolean
        }
      | { kind: 'win_back'; days: number }
      | { kind: 'signed_up'; delayMinutes?: number }
      | {
          kind: 'custom_event'
          name: string
          where?: {
            key: string
            op: 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'in'
            value: (string | number | boolean) | (string | number | boolean)[]
          }[]
        }
      | { kind: 'first_order'; delayMinutes?: number }
      | { kind: 'anniversary'; leadDays?: number }
      | { kind: 'price_drop'; minimumBps?: number; withinDays?: number }
      | { kind: 'back_in_stock'; withinDays?: number }
      | { kind: 'broadcast' }
    segment?: ({ id: string } | { rule: Schemas['Rule'] }) | null
    variants?: {
      key: string
      shareBps: number
      offer:
        | {
            kind: 'percent_off'
            bps: number
            maxMinor: number
            scope?: { categories?: string[]; skus?: string[]; favouriteCategory?: true }
          }
        | {
            kind: 'amount_off'
            amountMinor: number
            scope?: { categories?: string[]; skus?: string[]; favouriteCategory?: true }
          }
        | { kind: 'free_shipping'; maxMinor: number }
        | { kind: 'gift_card'; amountMinor: number }
        | { kind: 'unit_off'; sku: string; quantity: number; maxMinor?: number }
    }[]
    experiment?: {
      primary?: 'conversion' | 'revenue' | 'margin'
      recipients?: number
      decideAt?: string
      reference?: string
      indifference?: number
      guardrails?: { metric: 'margin' | 'refunds' | 'discount'; allowedLoss: number }[]
      capQuantile?: number
      cuped?: boolean
      layer?: { key: string; fromBps: number; toBps: number }
    } | null
    validity?: { days: number } | { until: string }
    minimumOrderMinor?: number | null
    frequency?: { max: number; withinDays: number } | null
    priority?: number | null
    sendWindow?: { from: string; to: string; days?: number[] } | null
    reminder?: { daysBefore: number } | null
    stacking?: ({ mode: 'exclusive'; rank?: number } | { mode: 'combinable'; group?: string; rank?: number }) | null
    codePrefix?: string | null
    startsAt?: string | null
    endsAt?: string | null
    timeZone?: string
    legalBasis?: 'consent' | 'legitimate_interest' | 'contract'
    holdoutBps?: number
    refundPolicy?: 'keep' | 'restore'
    redeemableBy?: 'anyone' | 'recipient'
    message?: Record<
      string,
      {
        subject?: string
        text: string
        html?: string
        tones?: {
          prospect?: { subject?: string; text: string; html?: string }
          known?: { subject?: string; text: string; html?: string }
          loyal?: { subject?: string; text: string; html?: string }
        }
        reminder?: { subject?: string; text: string; html?: string }
      }
    >
    budget?: {
      limitMinor?: number
      currency?: string
      count?: number
      mode?: 'at_redemption' | 'guaranteed'
      perDay?: { limitMinor?: number; count?: number } | null
      perCustomer?: { limitMinor?: number; count?: number } | null
      whenShort?: 'refuse' | 'cap'
    } | null
  }
  ChangeSharesBody: { shares: { key: string; shareBps: number }[] }
  EndCampaignBody: { stopRedemptions?: boolean }
  DryRunCampaignBody: { day?: string; people?: number }
  IssueVoucherBody: { customerReference: string; occasion: string }
  CreatePoolBody: { name: string; count: number; variantKey?: string }
  KeepReportBody: { by?: 'day' | 'variant' | 'channel'; from?: string; to?: string }
  CreateReportViewBody: {
    name: string
    campaignId: string
    asked?: Schemas['KeepReportBody']
    every?: 'day' | 'week'
    to?: string
  }
  RevokeVoucherBody: { reason?: string }
  SearchVouchersBody:
    | { code: string; limit?: number; cursor?: string }
    | { orderReference: string; limit?: number; cursor?: string }
    | { customerReference: string; limit?: number; cursor?: string }
    | {
        campaignId: string
        states?: ('issued' | 'held' | 'redeemed' | 'revoked' | 'expired')[]
        variantKey?: string
        channel?: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
        runId?: string
        issuedFrom?: string
        issuedBefore?: string
        expiresFrom?: string
        expiresBefore?: string
        limit?: number
        cursor?: string
      }
  ExtendVoucherBody: { until?: string; days?: number; reason?: string }
  ReissueVoucherBody: { reason?: string; send?: boolean }
  PreviewVoucherActionBody: {
    kind: 'revoke' | 'extend'
    which:
      | {
          filter: {
            campaignId: string
            states?: ('issued' | 'held' | 'redeemed' | 'revoked' | 'expired')[]
            variantKey?: string
            channel?: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
            runId?: string
            issuedFrom?: string
            issuedBefore?: string
            expiresFrom?: string
            expiresBefore?: string
          }
        }
      | { ids: string[] }
      | { codes: string[] }
    until?: string
    days?: number
    reason?: string
  }
  CreateVoucherActionBody: {
    kind: 'revoke' | 'extend'
    which:
      | {
          filter: {
            campaignId: string
            states?: ('issued' | 'held' | 'redeemed' | 'revoked' | 'expired')[]
            variantKey?: string
            channel?: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
            runId?: string
            issuedFrom?: string
            issuedBefore?: string
            expiresFrom?: string
            expiresBefore?: string
          }
        }
      | { ids: string[] }
      | { codes: string[] }
    until?: string
    days?: number
    reason?: string
    undoSeconds?: number
  }
  SubscribePushBody: { endpoint: string; expirationTime?: number | null; keys: { p256dh: string; auth: string } }
  PutDeliveryRulesBody: {
    quiet?: {
      from: string
      to: string
      channels: ('email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook')[]
    } | null
    caps?: {
      all?: { max: number; withinDays: number } | null
      purposes?: Record<string, { max: number; withinDays: number }>
    }
    perSecond?: Record<string, number>
  }
  RetryMessagesBody: {
    channel?: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
    campaignId?: string
    reason?: string
  }
  MeasureSmsBody: { text: string }
  DrawMessageBody: {
    channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
    locale: string
    subject?: string
    text?: string
    html?: string
    campaignName?: string
    purpose?: string
    legalBasis?: 'consent' | 'legitimate_interest' | 'contract'
    validity?: { days: number } | { until: string }
    timeZone: string
  }
  PreviewMessageBody: {
    customerReference?: string
    locale?: string
    channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
    tone?: 'prospect' | 'known' | 'loyal'
    kind?: 'offer' | 'reminder'
  }
  TestMessageBody: {
    customerReference?: string
    locale?: string
    channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
    tone?: 'prospect' | 'known' | 'loyal'
    kind?: 'offer' | 'reminder'
    to?: string
  }
  PutChannelWishBody: { channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook' | null }
  TakeBouncesBody:
    | {
        kind: 'hard' | 'soft' | 'complaint'
        messageId?: string
        address?: string
        channel?: 'email' | 'sms'
        reason?: string
      }
    | {
        kind: 'hard' | 'soft' | 'complaint'
        messageId?: string
        address?: string
        channel?: 'email' | 'sms'
        reason?: string
      }[]
  RuleShown:
    | { all: Schemas['RuleShown'][] }
    | { any: Schemas['RuleShown'][] }
    | { not: Schemas['RuleShown'] }
    | {
        field: string
        op:
          | 'eq'
          | 'ne'
          | 'in'
          | 'gt'
          | 'gte'
          | 'lt'
          | 'lte'
          | 'before'
          | 'after'
          | 'within_days'
          | 'is_today'
          | 'is_known'
          | 'is_unknown'
        value?: (string | number | boolean) | (string | number | boolean)[]
      }
  HealthzReply: { status: 'alive' }
  ReadyzReply: {
    status: 'ready' | 'not_ready'
    migrated: boolean
    writable: boolean
    confirmed: boolean
    ledger: boolean
  }
  OpenapiReply: Record<string, unknown>
  WhoAmIReply: {
    id: string
    name: string
    roles: ('admin' | 'marketer' | 'analyst' | 'checkout' | 'shop' | 'privacy' | 'support')[]
    scopes: string[]
    kind: 'key' | 'member'
  }
  CreateApiKeyReply: { id: string; key: string | null }
  ListApiKeysReply: {
    data: {
      id: string
      name: string
      roles: ('admin' | 'marketer' | 'analyst' | 'checkout' | 'shop' | 'privacy' | 'support')[]
      createdAt: string
      expiresAt: string | null
      lastUsedAt: string | null
      revokedAt: string | null
    }[]
    nextCursor: string | null
  }
  ListAuditReply: {
    data: {
      id: string
      at: string
      actor: string
      actorName: string | null
      action: string
      subject: string
      detail: Record<string, unknown>
    }[]
    nextCursor: string | null
  }
  SignInWaysReply: { password: boolean; passkey: boolean; oidc: { name: string } | null }
  SignInReply: { token: string; endsAt: string; idleMinutes: number; memberId: string; name: string }
  AskPasskeyReply: { step: string; options: Record<string, unknown> }
  StartOidcReply: { url: string; state: string }
  LookAtLinkReply: {
    kind: 'setup' | 'invitation' | 'reset'
    email: string | null
    name: string | null
    roles: ('admin' | 'marketer' | 'analyst' | 'checkout' | 'shop' | 'privacy' | 'support')[]
    expiresAt: string
  }
  GetMyselfReply: {
    id: string
    name: string
    email: string
    roles: ('admin' | 'marketer' | 'analyst' | 'checkout' | 'shop' | 'privacy' | 'support')[]
    language: string
    hasPassword: boolean
    idleMinutes: number
  }
  ListMySessionsReply: {
    data: {
      id: string
      way: 'password' | 'passkey' | 'oidc' | 'link'
      device: string
      madeAt: string
      seenAt: string
      endsAt: string
      isThis: boolean
    }[]
  }
  ListMyPasskeysReply: { data: { id: string; name: string; madeAt: string; usedAt: string | null }[] }
  AddPasskeyReply: { id: string }
  ListMembersReply: { data: Schemas['PatchMemberReply'][]; nextCursor: string | null }
  PatchMemberReply: {
    id: string
    name: string
    email: string
    roles: ('admin' | 'marketer' | 'analyst' | 'checkout' | 'shop' | 'privacy' | 'support')[]
    joinedAt: string
    seenAt: string | null
    passkeys: number
    hasPassword: boolean
  }
  ListInvitationsReply: {
    data: {
      id: string
      name: string
      email: string
      roles: ('admin' | 'marketer' | 'analyst' | 'checkout' | 'shop' | 'privacy' | 'support')[]
      madeAt: string
      expiresAt: string
    }[]
    nextCursor: string | null
  }
  InviteMemberReply: { id: string; expiresAt: string; link: string | null }
  GetSettingsReply: { timeZone: string | null; currency: string; colour: string | null; logo: string | null }
  MoveClockReply: { now: string; ran: { job: string; at: string }[] }
  PutCustomerReply: {
    id: string
    reference: string
    email: string | null
    phone: string | null
    givenName: string | null
    familyName: string | null
    birthDate: string | null
    country: string | null
    locale: string | null
    timeZone: string | null
    attributes: Record<string, string | number | boolean>
    createdAt: string
    updatedAt: string
    ignored?: string[]
  }
  SearchCustomersReply: { data: { id: string; reference: string }[]; closed: number }
  CustomerPanelReply: {
    customer: Schemas['PutCustomerReply']
    hidden: (
      | 'contact.email'
      | 'contact.phone'
      | 'contact.push'
      | 'contact.account'
      | 'contact.partner'
      | 'name'
      | 'birthdate'
      | 'age'
      | 'demographics'
      | 'location'
      | 'purchase_history'
      | 'cart_activity'
      | 'preferences'
    )[]
    status: 'active' | 'restricted' | 'erasing'
    objections: string[]
    wishedChannel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook' | null
    snoozedUntil: string | null
    consents: {
      cells: {
        purpose: string
        channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
        category:
          | 'contact.email'
          | 'contact.phone'
          | 'contact.push'
          | 'contact.account'
          | 'contact.partner'
          | 'name'
          | 'birthdate'
          | 'age'
          | 'demographics'
          | 'location'
          | 'purchase_history'
          | 'cart_activity'
          | 'preferences'
        state:
          | 'unknown'
          | 'requested'
          | 'pending_doi'
          | 'pending_guardian'
          | 'granted'
          | 'refused'
          | 'withdrawn'
          | 'expired'
          | 'reconsent_required'
          | 'revoked'
          | 'invalidated'
        noticeVersion: number
        decidedAt: string
        validTo: string | null
      }[]
      history: {
        id: string
        at: string
        purpose: string
        channel: string
        category: string
        decision: string
        stateAfter:
          | 'unknown'
          | 'requested'
          | 'pending_doi'
          | 'pending_guardian'
          | 'granted'
          | 'refused'
          | 'withdrawn'
          | 'expired'
          | 'reconsent_required'
          | 'revoked'
          | 'invalidated'
        actor: string
        method: string
        noticeVersion: number | null
      }[]
    } | null
    vouchers: {
      data: {
        id: string
        campaignId: string
        campaignName: string
        variantKey: string
        customerId: string | null
        channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook' | null
        state: 'issued' | 'held' | 'redeemed' | 'revoked' | 'expired'
        issuedAt: string
        expiresAt: string
        currency: string
        balanceMinor: number | null
      }[]
      nextCursor: string | null
    } | null
    orders:
      | {
          reference: string
          placedAt: string | null
          cancelledAt: string | null
          totalMinor: number | null
          refundedMinor: number
          currency: string | null
        }[]
      | null
    carts:
      | { reference: string; updatedAt: string; totalMinor: number | null; currency: string | null; items: number }[]
      | null
    occasions: { at: string; type: string }[]
    messages: {
      id: string
      campaignId: string | null
      voucherId: string | null
      channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
      kind: string
      state: 'queued' | 'sending' | 'sent' | 'failed' | 'cancelled'
      reason: string | null
      at: string
      bounce: string | null
    }[]
    requests: Schemas['MeAskForReply'][] | null
  }
  MergeCustomersReply: { customer: Schemas['PutCustomerReply']; vouchersMoved: number; consentsEnded: number }
  EraseCustomerReply: {
    customerId: string
    erasedAt: string
    messagesCancelled: number
    vouchersKept: number
    certificate: Record<string, unknown>
    jws: string
  }
  ImportCustomersReply: {
    read: number
    created: number
    updated: number
    rejected: number
    dryRun: boolean
    errors: { line: number; code: string; path?: string; message: string }[]
  }
  DeclareAttributeReply: {
    id: string
    key: string
    type: 'text' | 'number' | 'boolean' | 'day'
    category:
      | 'contact.email'
      | 'contact.phone'
      | 'contact.push'
      | 'contact.account'
      | 'contact.partner'
      | 'name'
      | 'birthdate'
      | 'age'
      | 'demographics'
      | 'location'
      | 'purchase_history'
      | 'cart_activity'
      | 'preferences'
    derivedFrom: string[]
    categories: (
      | 'contact.email'
      | 'contact.phone'
      | 'contact.push'
      | 'contact.account'
      | 'contact.partner'
      | 'name'
      | 'birthdate'
      | 'age'
      | 'demographics'
      | 'location'
      | 'purchase_history'
      | 'cart_activity'
      | 'preferences'
    )[]
  }
  ListAttributesReply: { data: Schemas['DeclareAttributeReply'][]; nextCursor: string | null }
  RecordConsentsReply: {
    events: { id: string; purpose: string; channel: string; category: string; decision: string; at: string }[]
    cells: {
      purpose: string
      channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
      category:
        | 'contact.email'
        | 'contact.phone'
        | 'contact.push'
        | 'contact.account'
        | 'contact.partner'
        | 'name'
        | 'birthdate'
        | 'age'
        | 'demographics'
        | 'location'
        | 'purchase_history'
        | 'cart_activity'
        | 'preferences'
      state:
        | 'unknown'
        | 'requested'
        | 'pending_doi'
        | 'pending_guardian'
        | 'granted'
        | 'refused'
        | 'withdrawn'
        | 'expired'
        | 'reconsent_required'
        | 'revoked'
        | 'invalidated'
      noticeVersion: number
      decidedAt: string
      validTo: string | null
    }[]
  }
  GetConsentsReply: {
    customerReference: string
    version: string | null
    cells: {
      purpose: string
      channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
      category:
        | 'contact.email'
        | 'contact.phone'
        | 'contact.push'
        | 'contact.account'
        | 'contact.partner'
        | 'name'
        | 'birthdate'
        | 'age'
        | 'demographics'
        | 'location'
        | 'purchase_history'
        | 'cart_activity'
        | 'preferences'
      state:
        | 'unknown'
        | 'requested'
        | 'pending_doi'
        | 'pending_guardian'
        | 'granted'
        | 'refused'
        | 'withdrawn'
        | 'expired'
        | 'reconsent_required'
        | 'revoked'
        | 'invalidated'
      noticeVersion: number
      decidedAt: string
      validTo: string | null
    }[]
  }
  PutProductReply: {
    sku: string
    name: string
    category: string
    priceMinor: number
    currency: string
    stock: number | null
  }
  ReportEventsReply: {
    accepted: number
    duplicates: number
    rejected: number
    errors: { index: number; code: string; path: string; message: string }[]
  }
  QuoteReply: {
    valid: boolean
    code: string
    discountMinor: number
    currency?: string
    lines?: { sku: string; discountMinor: number }[]
    reason?: { code: string; title: string }
    expiresAt: string | null
  }
  QuoteStackReply: {
    orderReference: string
    currency: string
    discountMinor: number
    dueMinor: number
    applied: {
      code: string
      discountMinor: number
      lines?: { sku: string; discountMinor: number }[]
      remainingMinor?: number
    }[]
    leftOut: { code: string; reason: { code: string; title: string } }[]
  }
  HoldReply: {
    id: string
    voucherId: string
    orderReference: string
    discountMinor: number
    currency: string
    expiresAt: string
    state: 'live' | 'expired' | 'released' | 'redeemed'
  }
  RedeemReply: {
    id: string
    voucherId: string
    campaignId: string
    variantKey: string
    orderReference: string
    discountMinor: number
    currency: string
    lines?: { sku: string; discountMinor: number }[]
    remainingMinor?: number
    redeemedAt: string
  }
  GetRedemptionReply: {
    id: string
    voucherId: string
    campaignId: string
    variantKey: string
    orderReference: string
    discountMinor: number
    currency: string
    lines?: { sku: string; discountMinor: number }[]
    remainingMinor?: number
    redeemedAt: string
    reversedMinor: number
  }
  ListRedemptionsReply: { data: Schemas['GetRedemptionReply'][]; nextCursor: string | null }
  ReverseReply: {
    id: string
    redemptionId: string
    amountMinor: number
    currency: string
    remainingDiscountMinor: number
    voucherRestored: boolean
    reversedAt: string
  }
  RedeemStackReply: {
    id: string
    orderReference: string
    currency: string
    discountMinor: number
    dueMinor: number
    redemptions: {
      id: string
      voucherId: string
      campaignId: string
      variantKey: string
      orderReference: string
      discountMinor: number
      currency: string
      lines?: { sku: string; discountMinor: number }[]
      remainingMinor?: number
      redeemedAt: string
      reversedMinor: number
      code?: string
    }[]
    redeemedAt: string
  }
  ReverseStackReply: { stackId: string; amountMinor: number; currency: string; reversals: Schemas['ReverseReply'][] }
  ListPurposesReply: { data: Schemas['CreatePurposeReply'][]; nextCursor: string | null }
  CreatePurposeReply: {
    key: string
    legalBasis: 'consent' | 'legitimate_interest' | 'contract'
    title: string
    benefit: string | null
    justification: string | null
    incentive: string | null
    dpv: string
    fides: string
    isPartner: boolean
    texts: Record<string, { title: string; benefit?: string; incentive?: string }>
    stoppedAt: string | null
    stopReason: string | null
    createdAt: string
  }
  StopPurposeReply: { key: string; stoppedAt: string }
  InvalidateConsentsReply: { cells: number; customers: number }
  NoteAskedReply: {
    asked: {
      purpose: string
      channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
      category:
        | 'contact.email'
        | 'contact.phone'
        | 'contact.push'
        | 'contact.account'
        | 'contact.partner'
        | 'name'
        | 'birthdate'
        | 'age'
        | 'demographics'
        | 'location'
        | 'purchase_history'
        | 'cart_activity'
        | 'preferences'
    }[]
  }
  NextQuestionReply: {
    customerReference: string
    question: {
      cell: {
        purpose: string
        channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
        category:
          | 'contact.email'
          | 'contact.phone'
          | 'contact.push'
          | 'contact.account'
          | 'contact.partner'
          | 'name'
          | 'birthdate'
          | 'age'
          | 'demographics'
          | 'location'
          | 'purchase_history'
          | 'cart_activity'
          | 'preferences'
      }
      title: string
      benefit: string | null
      incentive: string | null
      clause: string
    } | null
  }
  SetRestrictionReply: { customerReference: string; restricted: boolean; objections: string[] }
  GetLocalesReply: { locales: string[] }
  ListConsentAgesReply: { defaultAge: number; data: Schemas['PutConsentAgeReply'][] }
  PutConsentAgeReply: { country: string; age: number; source: string; updatedAt: string }
  ListHolidaysReply: { office: string | null; data: Schemas['PutHolidayReply'][] }
  PutHolidayReply: { country: string; day: string; name: string; source: string; updatedAt: string }
  GetMinorsReply: { profiling: boolean; atMajority: 'keep' | 'reconsent' }
  ListPartiesReply: { data: Schemas['CreatePartyReply'][]; nextCursor: string | null }
  CreatePartyReply: {
    key: string
    title: string
    texts: Record<string, string>
    roles: ('admin' | 'marketer' | 'analyst' | 'checkout' | 'shop' | 'privacy' | 'support')[]
    categories: (
      | 'contact.email'
      | 'contact.phone'
      | 'contact.push'
      | 'contact.account'
      | 'contact.partner'
      | 'name'
      | 'birthdate'
      | 'age'
      | 'demographics'
      | 'location'
      | 'purchase_history'
      | 'cart_activity'
      | 'preferences'
    )[]
  }
  RegisterOfProcessingReply: {
    controller: {
      name: string
      address: string
      contact: string
      country?: string
      responsible?: { name: string; contact: string }
      authority?: { name: string; contact: string }
    } | null
    noticeVersion: number | null
    activities: {
      purpose: string
      title: string
      legalBasis: 'consent' | 'legitimate_interest' | 'contract'
      dpv: string
      basisTerm: string
      fides: string
      justification: string | null
      dataSubjects: string
      channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
      category:
        | 'contact.email'
        | 'contact.phone'
        | 'contact.push'
        | 'contact.account'
        | 'contact.partner'
        | 'name'
        | 'birthdate'
        | 'age'
        | 'demographics'
        | 'location'
        | 'purchase_history'
        | 'cart_activity'
        | 'preferences'
      categoryDpv: string
      categoryFides: string
      sensitivity: string
      recipients: string[]
      retentionMonths: number
      stoppedAt: string | null
    }[]
    measures: string[]
  }
  CreateNoticeReply: { id: string; version: number }
  PublishNoticeReply: {
    version: number
    publishedAt: string
    changes: {
      kind: string
      material: boolean
      cell?: {
        purpose: string
        channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
        category:
          | 'contact.email'
          | 'contact.phone'
          | 'contact.push'
          | 'contact.account'
          | 'contact.partner'
          | 'name'
          | 'birthdate'
          | 'age'
          | 'demographics'
          | 'location'
          | 'purchase_history'
          | 'cart_activity'
          | 'preferences'
      }
      detail?: string
    }[]
  }
  ListNoticesReply: { data: Schemas['GetNoticeReply'][]; nextCursor: string | null }
  GetNoticeReply: {
    id: string
    version: number
    publishedAt: string | null
    effectiveAt: string | null
    inForce: boolean
    controller: {
      name: string
      address: string
      contact: string
      country?: string
      responsible?: { name: string; contact: string }
      authority?: { name: string; contact: string }
    }
    texts: Record<string, { title: string; body: string; sha256: string; labelsSha256: string | null }>
    labels: Record<string, Record<string, string>>
    changes: {
      kind: string
      material: boolean
      cell?: {
        purpose: string
        channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
        category:
          | 'contact.email'
          | 'contact.phone'
          | 'contact.push'
          | 'contact.account'
          | 'contact.partner'
          | 'name'
          | 'birthdate'
          | 'age'
          | 'demographics'
          | 'location'
          | 'purchase_history'
          | 'cart_activity'
          | 'preferences'
      }
      detail?: string
    }[]
    scope: {
      purpose: string
      channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
      category:
        | 'contact.email'
        | 'contact.phone'
        | 'contact.push'
        | 'contact.account'
        | 'contact.partner'
        | 'name'
        | 'birthdate'
        | 'age'
        | 'demographics'
        | 'location'
        | 'purchase_history'
        | 'cart_activity'
        | 'preferences'
      retentionMonths: number
      recipients: string[]
    }[]
  }
  LedgerHeadReply: { size: number; root: string; at: string; jws: string }
  LedgerProofReply: {
    leaf: number
    ref: string
    leafHash: string
    size: number
    root: string
    path: string[]
    head: Schemas['LedgerHeadReply'] | null
  }
  LedgerConsistencyReply: { from: number; to: number; fromRoot: string; toRoot: string; path: string[] }
  JwksReply: { keys: { kty: string; crv: string; x: string; kid: string; alg: string; use: string }[] }
  GpcReply: { gpc: boolean; lastUpdate: string }
  MeLinkReply: { accepted: true }
  MeSessionReply: {
    session: string
    expiresAt: string
    customerId: string | null
    profiles: { customerId: string; label: string }[]
    step: 'export' | 'erase' | 'rectify' | 'grant' | null
  }
  MeConsentsReply: {
    noticeVersion: number | null
    version: string | null
    snoozedUntil: string | null
    cells: {
      purpose: string
      channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
      category:
        | 'contact.email'
        | 'contact.phone'
        | 'contact.push'
        | 'contact.account'
        | 'contact.partner'
        | 'name'
        | 'birthdate'
        | 'age'
        | 'demographics'
        | 'location'
        | 'purchase_history'
        | 'cart_activity'
        | 'preferences'
      state:
        | 'unknown'
        | 'requested'
        | 'pending_doi'
        | 'pending_guardian'
        | 'granted'
        | 'refused'
        | 'withdrawn'
        | 'expired'
        | 'reconsent_required'
        | 'revoked'
        | 'invalidated'
      noticeVersion: number
      decidedAt: string
      validTo: string | null
    }[]
  }
  MeDataReply: { profile: Record<string, unknown>; tables: Record<string, Record<string, unknown>[]> }
  MeUsageReply: { data: { at: string; kind: string; values: Record<string, string>; categories: string[] }[] }
  MeChangesReply: { data: Record<string, unknown>[] }
  MeReceiptsReply: { data: { id: string; at: string; noticeVersion: number; cells: number; ready: boolean }[] }
  MeReceiptReply: { receipt: unknown; jws: string; ready: boolean }
  MeWhyReply: {
    voucherId: string
    rule: { key: string; values: Record<string, unknown> }[]
    purposeKey: string
    purpose: string
    legalBasis: string
    categories: string[]
    consents: { at: string; noticeVersion: number; category: string; eventId: string }[]
    issuedAt: string
    canStop: boolean
  }
  MeExportReply: { token: string; expiresAt: string }
  MeRectifyReply: { ignored: string[]; proofMailed: boolean }
  MeErasePreviewReply: { goes: { key: string; count: number }[]; stays: { key: string; count: number }[] }
  MeEraseReply: { certificate: Record<string, unknown>; jws: string }
  MeRequestsReply: { data: Schemas['MeAskForReply'][] }
  MeAskForReply: {
    id: string
    kind: 'access' | 'export' | 'rectify' | 'erase' | 'restrict' | 'object'
    state: 'open' | 'paused' | 'extended' | 'overdue' | 'done' | 'refused'
    via: string
    receivedAt: string
    dueAt: string
    laws: ('ccpa' | 'gdpr' | 'uk')[]
    confirmBy: string | null
    pausedAt: string | null
    extendedReason: string | null
    closedAt: string | null
    answer: string | null
  }
  ListRequestsReply: { data: Schemas['CreateRequestReply'][]; nextCursor: string | null }
  ListStaffReadsReply: {
    data: {
      id: string
      at: string
      actor: string
      roles: string[]
      customerId: string
      categories: string[]
      reason: string | null
    }[]
    nextCursor: string | null
  }
  ListDisclosuresReply: {
    data: {
      id: string
      at: string
      customerId: string | null
      campaignId: string | null
      recipient: string
      categories: string[]
      basis: string
    }[]
    nextCursor: string | null
  }
  CreateRequestReply: {
    id: string
    kind: 'access' | 'export' | 'rectify' | 'erase' | 'restrict' | 'object'
    state: 'open' | 'paused' | 'extended' | 'overdue' | 'done' | 'refused'
    via: string
    receivedAt: string
    dueAt: string
    laws: ('ccpa' | 'gdpr' | 'uk')[]
    confirmBy: string | null
    pausedAt: string | null
    extendedReason: string | null
    closedAt: string | null
    answer: string | null
    customerReference: string | null
  }
  CreateConnectorReply: {
    id: string
    kind: string
    name: string
    url: string
    currency: string | null
    referencePrefix: string
    mappings: {
      makes: string
      each?: string
      when?: { path: string; equals: string | number | boolean }
      fields: Record<
        string,
        | string
        | {
            path?: string
            value?: string | number | boolean
            as?: 'text' | 'decimal' | 'minor' | 'epoch_seconds' | 'epoch_ms' | 'list'
            words?: Record<string, string>
          }
      >
      items?: {
        each: string
        fields: Record<
          string,
          | string
          | {
              path?: string
              value?: string | number | boolean
              as?: 'text' | 'decimal' | 'minor' | 'epoch_seconds' | 'epoch_ms' | 'list'
              words?: Record<string, string>
            }
        >
      }
    }[]
    outlet: { shopUrl: string; campaignIds: string[] } | null
    refused: number
    refusedAt: string | null
    createdAt: string
    closedAt: string | null
    oldSecretUntil: string | null
    secret?: string
  }
  ListConnectorsReply: { data: Schemas['CreateConnectorReply'][]; nextCursor: string | null }
  TestMappingsReply: {
    would: { mapping: number; makes: string; value: Record<string, unknown> }[]
    problems: { mapping: number; record: number; path: string; message: string }[]
  }
  ListDeliveriesReply: {
    data: {
      id: string
      at: string
      topic: string
      outcome: 'handled' | 'duplicate' | 'ignored' | 'failed'
      code: string | null
      accepted: number
      duplicates: number
    }[]
    nextCursor: string | null
  }
  ListShopCodesReply: {
    data: {
      voucherId: string
      campaignId: string
      state: 'wanted' | 'there' | 'unwanted' | 'gone' | 'failed'
      tries: number
      nextAt: string | null
      problem: string | null
    }[]
    nextCursor: string | null
  }
  ShopifyReply: { received: true; handled: boolean; accepted: number; duplicates: number; rejected: number }
  CreateWebhookReply: {
    id: string
    name: string
    url: string
    events: (
      | 'voucher.issued'
      | 'voucher.redeemed'
      | 'redemption.reversed'
      | 'voucher.expired'
      | 'consent.changed'
      | 'customer.erased'
      | 'campaign.budget_low'
      | 'campaign.budget_exhausted'
      | 'guess.alarm'
      | 'request.overdue'
      | 'drop_in.changed'
    )[]
    includes: ('customerReference' | 'code')[]
    envelope: 'house' | 'voucherify'
    state: 'live' | 'paused'
    pauseReason: string | null
    failures: number
    retryAt: string | null
    createdAt: string
    secret: string | null
  }
  ListWebhooksReply: { data: Schemas['GetWebhookReply'][]; nextCursor: string | null }
  GetWebhookReply: {
    id: string
    name: string
    url: string
    events: (
      | 'voucher.issued'
      | 'voucher.redeemed'
      | 'redemption.reversed'
      | 'voucher.expired'
      | 'consent.changed'
      | 'customer.erased'
      | 'campaign.budget_low'
      | 'campaign.budget_exhausted'
      | 'guess.alarm'
      | 'request.overdue'
      | 'drop_in.changed'
    )[]
    includes: ('customerReference' | 'code')[]
    envelope: 'house' | 'voucherify'
    state: 'live' | 'paused'
    pauseReason: string | null
    failures: number
    retryAt: string | null
    createdAt: string
  }
  RotateWebhookReply: { secret: string | null; oldSecretUntil: string }
  TestWebhookReply: { id: string; arrived: boolean; status: number | null; reason: string | null; tookMs: number }
  ListWebhookDeliveriesReply: { data: Schemas['GetWebhookDeliveryReply'][]; nextCursor: string | null }
  GetWebhookDeliveryReply: {
    id: string
    type:
      | 'voucher.issued'
      | 'voucher.redeemed'
      | 'redemption.reversed'
      | 'voucher.expired'
      | 'consent.changed'
      | 'customer.erased'
      | 'campaign.budget_low'
      | 'campaign.budget_exhausted'
      | 'guess.alarm'
      | 'request.overdue'
      | 'drop_in.changed'
    at: string
    state: 'queued' | 'delivered' | 'dead'
    attempts: number
    status: number | null
    reason: string | null
    dueAt: string
    closedAt: string | null
    data: Record<string, unknown>
  }
  GuessImportReply: {
    kind: 'customers' | 'products' | 'orders' | 'consents' | 'codes'
    format: 'csv' | 'ndjson'
    delimiter: ',' | ';' | '\t' | '|'
    columns: Record<string, { field: string | null; as: 'plain' | 'decimal' | 'decimal_comma' | 'day_dmy' | 'day_mdy' }>
    missing: string[]
    fields: string[]
    rows: Record<string, unknown>[]
  }
  CreateImportReply: {
    id: string
    kind: 'customers' | 'products' | 'orders' | 'consents' | 'codes'
    state: 'open' | 'finished'
    line: number
    read: number
    created: number
    updated: number
    rejected: number
    createdAt: string
    updatedAt: string
    finishedAt: string | null
  }
  ListImportsReply: { data: Schemas['CreateImportReply'][]; nextCursor: string | null }
  ListImportErrorsReply: {
    data: { line: number; code: string; path: string; message: string }[]
    nextCursor: string | null
  }
  CreateSegmentReply: { id: string; name: string; rule: Schemas['RuleShown']; createdAt: string }
  ListSegmentsReply: { data: Schemas['CreateSegmentReply'][]; nextCursor: string | null }
  PreviewSegmentReply: {
    matched: number | string
    reachable: number | string
    refusedBy: { reason: string; category?: string; count: number | string }[]
    needs: {
      purpose: string
      channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
      category:
        | 'contact.email'
        | 'contact.phone'
        | 'contact.push'
        | 'contact.account'
        | 'contact.partner'
        | 'name'
        | 'birthdate'
        | 'age'
        | 'demographics'
        | 'location'
        | 'purchase_history'
        | 'cart_activity'
        | 'preferences'
    }[]
  }
  ExperimentSettingsReply: { globalHoldoutBps: number; grossMarginBps: number | null }
  PlanExperimentReply: {
    audience: number
    arms: { key: string; kind: 'holdout' | 'offer'; recipients: number }[]
    startsAt: string
    matureAt: string
    level: number
    power: number
    comparisons: {
      key: string
      family: 'pays' | 'which'
      conversion: { lift: number | null; liftAtAnyLook: number | null }
      margin: { lift: number | null; liftAtAnyLook: number | null } | null
      curve: { lift: number; power: number; powerAtAnyLook: number }[]
      expected: { lift: number; power: number; recipientsNeeded: number | null } | null
      promised: boolean
    }[]
    holdoutCost: { peopleFactor: number | null; marginMinor: number | null }
    promised: boolean
    reasons: string[]
  }
  ImportExperimentReply: {
    read: number
    counted: number
    rejected: number
    dryRun: boolean
    errors: { line: number; code: string; path?: string; message: string }[]
    report: {
      version: number
      at: number
      primary: 'conversion' | 'revenue' | 'margin'
      final: boolean
      decideAt: number | null
      mode: 'hybrid' | 'sequential'
      maturity: { assigned: number; mature: number; share: number | null; daysRunning: number }
      srm: {
        checks: {
          what: 'assigned' | 'issued' | 'delivered' | 'referenced'
          chiSquare: number | null
          dof: number
          p: number
          status: 'ok' | 'too_few' | 'no_data'
          sequential: { p: number; logBayesFactor: number } | null
          alarm: boolean
        }[]
        alarm: boolean
        p: number
      }
      arms: {
        key: string
        kind: 'holdout' | 'offer'
        assigned: number
        mature: number
        planned: number | null
        issued: number | null
        redeemed: number | null
        redeemedByOthers: number | null
        redemptionRate: number | null
        purchasers: number
        conversion: number | null
        conversionInterval: { low: number | null; high: number | null }
        revenuePerRecipientMinor: number | null
        discountPerRecipientMinor: number | null
        marginPerRecipientMinor: number | null
        totals: { revenueMinor: string; discountMinor: string; marginMinor: string | null }
        revenuePerPurchaserMinor: number | null
        referenceShare: number | null
      }[]
      comparisons: {
        key: string
        treatment: string
        control: string
        family: 'pays' | 'which'
        verdict:
          | 'invalid_srm'
          | 'collecting'
          | 'keep_running'
          | 'winner'
          | 'winner_blocked_by_guardrail'
          | 'loser'
          | 'no_meaningful_difference'
          | 'inconclusive'
          | 'not_measurable'
        sentence: { key: string; text: string; values: Record<string, string | number | null> }
        p: {
          always: number | null
          alwaysHolm: number | null
          fixed: number | null
          fixedHolm: number | null
          level: number
        }
        primary: {
          metric: 'conversion' | 'revenue' | 'discount' | 'margin'
          status: 'ok' | 'no_data' | 'no_variance'
          n: { control: number; treatment: number }
          mean: { control: number | null; treatment: number | null }
          difference: number | null
          se: number | null
          dof: number | null
          fixed: {
            low: number | null
            high: number | null
            level: number
            relative: {
              low: number | null
              high: number | null
              lift: number | null
              status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
            }
            p: number | null
          }
          always: {
            low: number | null
            high: number | null
            level: number
            relative: {
              low: number | null
              high: number | null
              lift: number | null
              status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
            }
            p: number | null
            logE: number | null
          }
          shown: {
            low: number | null
            high: number | null
            level: number
            relative: {
              low: number | null
              high: number | null
              lift: number | null
              status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
            }
            kind: 'always' | 'fixed'
          }
          newcombe: { low: number | null; high: number | null; level: number; sparse: boolean } | null
          pooled: { z: number | null; p: number } | null
          epochs: { used: number; leftOut: number }
        }
        live: {
          metric: 'conversion' | 'revenue' | 'discount' | 'margin'
          status: 'ok' | 'no_data' | 'no_variance'
          n: { control: number; treatment: number }
          mean: { control: number | null; treatment: number | null }
          difference: number | null
          se: number | null
          dof: number | null
          fixed: {
            low: number | null
            high: number | null
            level: number
            relative: {
              low: number | null
              high: number | null
              lift: number | null
              status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
            }
            p: number | null
          }
          always: {
            low: number | null
            high: number | null
            level: number
            relative: {
              low: number | null
              high: number | null
              lift: number | null
              status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
            }
            p: number | null
            logE: number | null
          }
          shown: {
            low: number | null
            high: number | null
            level: number
            relative: {
              low: number | null
              high: number | null
              lift: number | null
              status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
            }
            kind: 'always' | 'fixed'
          }
          newcombe: { low: number | null; high: number | null; level: number; sparse: boolean } | null
          pooled: { z: number | null; p: number } | null
          epochs: { used: number; leftOut: number }
        }
        secondary: {
          metric: 'conversion' | 'revenue' | 'discount' | 'margin'
          status: 'ok' | 'no_data' | 'no_variance'
          n: { control: number; treatment: number }
          mean: { control: number | null; treatment: number | null }
          difference: number | null
          se: number | null
          dof: number | null
          fixed: {
            low: number | null
            high: number | null
            level: number
            relative: {
              low: number | null
              high: number | null
              lift: number | null
              status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
            }
            p: number | null
          }
          always: {
            low: number | null
            high: number | null
            level: number
            relative: {
              low: number | null
              high: number | null
              lift: number | null
              status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
            }
            p: number | null
            logE: number | null
          }
          shown: {
            low: number | null
            high: number | null
            level: number
            relative: {
              low: number | null
              high: number | null
              lift: number | null
              status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
            }
            kind: 'always' | 'fixed'
          }
          newcombe: { low: number | null; high: number | null; level: number; sparse: boolean } | null
          pooled: { z: number | null; p: number } | null
          epochs: { used: number; leftOut: number }
          pAdjusted: number | null
        }[]
        raw: {
          metric: 'conversion' | 'revenue' | 'discount' | 'margin'
          status: 'ok' | 'no_data' | 'no_variance'
          n: { control: number; treatment: number }
          mean: { control: number | null; treatment: number | null }
          difference: number | null
          se: number | null
          dof: number | null
          fixed: {
            low: number | null
            high: number | null
            level: number
            relative: {
              low: number | null
              high: number | null
              lift: number | null
              status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
            }
            p: number | null
          }
          always: {
            low: number | null
            high: number | null
            level: number
            relative: {
              low: number | null
              high: number | null
              lift: number | null
              status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
            }
            p: number | null
            logE: number | null
          }
          shown: {
            low: number | null
            high: number | null
            level: number
            relative: {
              low: number | null
              high: number | null
              lift: number | null
              status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
            }
            kind: 'always' | 'fixed'
          }
          newcombe: { low: number | null; high: number | null; level: number; sparse: boolean } | null
          pooled: { z: number | null; p: number } | null
          epochs: { used: number; leftOut: number }
        } | null
        exact: {
          batches: number
          logE: number
          p: number
          rateRatio: {
            low: number | null
            high: number | null
            estimate: number | null
            label: 'rate_ratio' | 'hazard_ratio'
          }
        } | null
        cuped: {
          theta: number
          difference: number | null
          se: number | null
          dof: number | null
          fixed: { low: number | null; high: number | null; p: number | null }
          lift: number | null
          seLift: number | null
          varianceReduction: number | null
        } | null
        bayes: {
          rates: {
            probTreatmentBetter: number
            lossChooseTreatment: number
            lossChooseControl: number
            lift: { low: number | null; high: number | null; median: number | null }
          } | null
          money: {
            mean: number
            sd: number
            probTreatmentBetter: number
            low: number
            high: number
            lossChooseTreatment: number
            lossChooseControl: number
          } | null
        }
        marginShare: {
          control: number | null
          treatment: number | null
          difference: number | null
          interval: { low: number | null; high: number | null }
        } | null
        incrementality: {
          status: 'ok' | 'not_measurable' | 'no_data'
          rate: number | null
          rateInterval: { low: number | null; high: number | null }
          orders: number | null
          ordersInterval: { low: number | null; high: number | null }
          redemptionRate: number | null
          shareOfRedemptions: number | null
          discountPerIncrementalOrderMinor: number | null
          marginPerRecipientMinor: number | null
          marginInterval: { low: number | null; high: number | null }
          marginTotalMinor: number | null
          roi: number | null
          roiInterval: {
            low: number | null
            high: number | null
            status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
          }
        } | null
        guardrails: {
          metric: 'margin' | 'refunds' | 'discount'
          allowedLoss: number
          difference: number | null
          bound: number | null
          ok: boolean
          status: 'ok' | 'fails' | 'not_measured'
        }[]
        novelty: { early: number; late: number; z: number | null; p: number | null; changing: boolean } | null
        pullForward: {
          inside: {
            metric: 'conversion' | 'revenue' | 'discount' | 'margin'
            status: 'ok' | 'no_data' | 'no_variance'
            n: { control: number; treatment: number }
            mean: { control: number | null; treatment: number | null }
            difference: number | null
            se: number | null
            dof: number | null
            fixed: {
              low: number | null
              high: number | null
              level: number
              relative: {
                low: number | null
                high: number | null
                lift: number | null
                status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
              }
              p: number | null
            }
            always: {
              low: number | null
              high: number | null
              level: number
              relative: {
                low: number | null
                high: number | null
                lift: number | null
                status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
              }
              p: number | null
              logE: number | null
            }
            shown: {
              low: number | null
              high: number | null
              level: number
              relative: {
                low: number | null
                high: number | null
                lift: number | null
                status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
              }
              kind: 'always' | 'fixed'
            }
            newcombe: { low: number | null; high: number | null; level: number; sparse: boolean } | null
            pooled: { z: number | null; p: number } | null
            epochs: { used: number; leftOut: number }
          }
          tail: {
            metric: 'conversion' | 'revenue' | 'discount' | 'margin'
            status: 'ok' | 'no_data' | 'no_variance'
            n: { control: number; treatment: number }
            mean: { control: number | null; treatment: number | null }
            difference: number | null
            se: number | null
            dof: number | null
            fixed: {
              low: number | null
              high: number | null
              level: number
              relative: {
                low: number | null
                high: number | null
                lift: number | null
                status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
              }
              p: number | null
            }
            always: {
              low: number | null
              high: number | null
              level: number
              relative: {
                low: number | null
                high: number | null
                lift: number | null
                status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
              }
              p: number | null
              logE: number | null
            }
            shown: {
              low: number | null
              high: number | null
              level: number
              relative: {
                low: number | null
                high: number | null
                lift: number | null
                status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
              }
              kind: 'always' | 'fixed'
            }
            newcombe: { low: number | null; high: number | null; level: number; sparse: boolean } | null
            pooled: { z: number | null; p: number } | null
            epochs: { used: number; leftOut: number }
          }
          pulledForward: boolean
        } | null
        warnings: string[]
        told: { verdict: string; at: number; snapshot: string; differs: boolean } | null
      }[]
      best: { arm: string; probBest: number; expectedLoss: number }[]
      quality: { redeemedByOthersShare: number | null; flagged: boolean; duplicates: number | null; lateFacts: number }
      warnings: string[]
    } | null
    kept: { hash: string; address: string } | null
  }
  ListImportedExperimentsReply: {
    data: { hash: string; name: string; keptAt: string; address: string }[]
    nextCursor: string | null
  }
  ImportedExperimentReply: {
    hash: string
    name: string
    keptAt: string
    address: string
    asked: Record<string, unknown>
    read: number
    counted: number
    rejected: number
    report: {
      version: number
      at: number
      primary: 'conversion' | 'revenue' | 'margin'
      final: boolean
      decideAt: number | null
      mode: 'hybrid' | 'sequential'
      maturity: { assigned: number; mature: number; share: number | null; daysRunning: number }
      srm: {
        checks: {
          what: 'assigned' | 'issued' | 'delivered' | 'referenced'
          chiSquare: number | null
          dof: number
          p: number
          status: 'ok' | 'too_few' | 'no_data'
          sequential: { p: number; logBayesFactor: number } | null
          alarm: boolean
        }[]
        alarm: boolean
        p: number
      }
      arms: {
        key: string
        kind: 'holdout' | 'offer'
        assigned: number
        mature: number
        planned: number | null
        issued: number | null
        redeemed: number | null
        redeemedByOthers: number | null
        redemptionRate: number | null
        purchasers: number
        conversion: number | null
        conversionInterval: { low: number | null; high: number | null }
        revenuePerRecipientMinor: number | null
        discountPerRecipientMinor: number | null
        marginPerRecipientMinor: number | null
        totals: { revenueMinor: string; discountMinor: string; marginMinor: string | null }
        revenuePerPurchaserMinor: number | null
        referenceShare: number | null
      }[]
      comparisons: {
        key: string
        treatment: string
        control: string
        family: 'pays' | 'which'
        verdict:
          | 'invalid_srm'
          | 'collecting'
          | 'keep_running'
          | 'winner'
          | 'winner_blocked_by_guardrail'
          | 'loser'
          | 'no_meaningful_difference'
          | 'inconclusive'
          | 'not_measurable'
        sentence: { key: string; text: string; values: Record<string, string | number | null> }
        p: {
          always: number | null
          alwaysHolm: number | null
          fixed: number | null
          fixedHolm: number | null
          level: number
        }
        primary: {
          metric: 'conversion' | 'revenue' | 'discount' | 'margin'
          status: 'ok' | 'no_data' | 'no_variance'
          n: { control: number; treatment: number }
          mean: { control: number | null; treatment: number | null }
          difference: number | null
          se: number | null
          dof: number | null
          fixed: {
            low: number | null
            high: number | null
            level: number
            relative: {
              low: number | null
              high: number | null
              lift: number | null
              status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
            }
            p: number | null
          }
          always: {
            low: number | null
            high: number | null
            level: number
            relative: {
              low: number | null
              high: number | null
              lift: number | null
              status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
            }
            p: number | null
            logE: number | null
          }
          shown: {
            low: number | null
            high: number | null
            level: number
            relative: {
              low: number | null
              high: number | null
              lift: number | null
              status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
            }
            kind: 'always' | 'fixed'
          }
          newcombe: { low: number | null; high: number | null; level: number; sparse: boolean } | null
          pooled: { z: number | null; p: number } | null
          epochs: { used: number; leftOut: number }
        }
        live: {
          metric: 'conversion' | 'revenue' | 'discount' | 'margin'
          status: 'ok' | 'no_data' | 'no_variance'
          n: { control: number; treatment: number }
          mean: { control: number | null; treatment: number | null }
          difference: number | null
          se: number | null
          dof: number | null
          fixed: {
            low: number | null
            high: number | null
            level: number
            relative: {
              low: number | null
              high: number | null
              lift: number | null
              status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
            }
            p: number | null
          }
          always: {
            low: number | null
            high: number | null
            level: number
            relative: {
              low: number | null
              high: number | null
              lift: number | null
              status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
            }
            p: number | null
            logE: number | null
          }
          shown: {
            low: number | null
            high: number | null
            level: number
            relative: {
              low: number | null
              high: number | null
              lift: number | null
              status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
            }
            kind: 'always' | 'fixed'
          }
          newcombe: { low: number | null; high: number | null; level: number; sparse: boolean } | null
          pooled: { z: number | null; p: number } | null
          epochs: { used: number; leftOut: number }
        }
        secondary: {
          metric: 'conversion' | 'revenue' | 'discount' | 'margin'
          status: 'ok' | 'no_data' | 'no_variance'
          n: { control: number; treatment: number }
          mean: { control: number | null; treatment: number | null }
          difference: number | null
          se: number | null
          dof: number | null
          fixed: {
            low: number | null
            high: number | null
            level: number
            relative: {
              low: number | null
              high: number | null
              lift: number | null
              status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
            }
            p: number | null
          }
          always: {
            low: number | null
            high: number | null
            level: number
            relative: {
              low: number | null
              high: number | null
              lift: number | null
              status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
            }
            p: number | null
            logE: number | null
          }
          shown: {
            low: number | null
            high: number | null
            level: number
            relative: {
              low: number | null
              high: number | null
              lift: number | null
              status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
            }
            kind: 'always' | 'fixed'
          }
          newcombe: { low: number | null; high: number | null; level: number; sparse: boolean } | null
          pooled: { z: number | null; p: number } | null
          epochs: { used: number; leftOut: number }
          pAdjusted: number | null
        }[]
        raw: {
          metric: 'conversion' | 'revenue' | 'discount' | 'margin'
          status: 'ok' | 'no_data' | 'no_variance'
          n: { control: number; treatment: number }
          mean: { control: number | null; treatment: number | null }
          difference: number | null
          se: number | null
          dof: number | null
          fixed: {
            low: number | null
            high: number | null
            level: number
            relative: {
              low: number | null
              high: number | null
              lift: number | null
              status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
            }
            p: number | null
          }
          always: {
            low: number | null
            high: number | null
            level: number
            relative: {
              low: number | null
              high: number | null
              lift: number | null
              status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
            }
            p: number | null
            logE: number | null
          }
          shown: {
            low: number | null
            high: number | null
            level: number
            relative: {
              low: number | null
              high: number | null
              lift: number | null
              status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
            }
            kind: 'always' | 'fixed'
          }
          newcombe: { low: number | null; high: number | null; level: number; sparse: boolean } | null
          pooled: { z: number | null; p: number } | null
          epochs: { used: number; leftOut: number }
        } | null
        exact: {
          batches: number
          logE: number
          p: number
          rateRatio: {
            low: number | null
            high: number | null
            estimate: number | null
            label: 'rate_ratio' | 'hazard_ratio'
          }
        } | null
        cuped: {
          theta: number
          difference: number | null
          se: number | null
          dof: number | null
          fixed: { low: number | null; high: number | null; p: number | null }
          lift: number | null
          seLift: number | null
          varianceReduction: number | null
        } | null
        bayes: {
          rates: {
            probTreatmentBetter: number
            lossChooseTreatment: number
            lossChooseControl: number
            lift: { low: number | null; high: number | null; median: number | null }
          } | null
          money: {
            mean: number
            sd: number
            probTreatmentBetter: number
            low: number
            high: number
            lossChooseTreatment: number
            lossChooseControl: number
          } | null
        }
        marginShare: {
          control: number | null
          treatment: number | null
          difference: number | null
          interval: { low: number | null; high: number | null }
        } | null
        incrementality: {
          status: 'ok' | 'not_measurable' | 'no_data'
          rate: number | null
          rateInterval: { low: number | null; high: number | null }
          orders: number | null
          ordersInterval: { low: number | null; high: number | null }
          redemptionRate: number | null
          shareOfRedemptions: number | null
          discountPerIncrementalOrderMinor: number | null
          marginPerRecipientMinor: number | null
          marginInterval: { low: number | null; high: number | null }
          marginTotalMinor: number | null
          roi: number | null
          roiInterval: {
            low: number | null
            high: number | null
            status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
          }
        } | null
        guardrails: {
          metric: 'margin' | 'refunds' | 'discount'
          allowedLoss: number
          difference: number | null
          bound: number | null
          ok: boolean
          status: 'ok' | 'fails' | 'not_measured'
        }[]
        novelty: { early: number; late: number; z: number | null; p: number | null; changing: boolean } | null
        pullForward: {
          inside: {
            metric: 'conversion' | 'revenue' | 'discount' | 'margin'
            status: 'ok' | 'no_data' | 'no_variance'
            n: { control: number; treatment: number }
            mean: { control: number | null; treatment: number | null }
            difference: number | null
            se: number | null
            dof: number | null
            fixed: {
              low: number | null
              high: number | null
              level: number
              relative: {
                low: number | null
                high: number | null
                lift: number | null
                status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
              }
              p: number | null
            }
            always: {
              low: number | null
              high: number | null
              level: number
              relative: {
                low: number | null
                high: number | null
                lift: number | null
                status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
              }
              p: number | null
              logE: number | null
            }
            shown: {
              low: number | null
              high: number | null
              level: number
              relative: {
                low: number | null
                high: number | null
                lift: number | null
                status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
              }
              kind: 'always' | 'fixed'
            }
            newcombe: { low: number | null; high: number | null; level: number; sparse: boolean } | null
            pooled: { z: number | null; p: number } | null
            epochs: { used: number; leftOut: number }
          }
          tail: {
            metric: 'conversion' | 'revenue' | 'discount' | 'margin'
            status: 'ok' | 'no_data' | 'no_variance'
            n: { control: number; treatment: number }
            mean: { control: number | null; treatment: number | null }
            difference: number | null
            se: number | null
            dof: number | null
            fixed: {
              low: number | null
              high: number | null
              level: number
              relative: {
                low: number | null
                high: number | null
                lift: number | null
                status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
              }
              p: number | null
            }
            always: {
              low: number | null
              high: number | null
              level: number
              relative: {
                low: number | null
                high: number | null
                lift: number | null
                status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
              }
              p: number | null
              logE: number | null
            }
            shown: {
              low: number | null
              high: number | null
              level: number
              relative: {
                low: number | null
                high: number | null
                lift: number | null
                status: 'bounded' | 'unbounded' | 'control_mean_not_positive' | 'no_estimate'
              }
              kind: 'always' | 'fixed'
            }
            newcombe: { low: number | null; high: number | null; level: number; sparse: boolean } | null
            pooled: { z: number | null; p: number } | null
            epochs: { used: number; leftOut: number }
          }
          pulledForward: boolean
        } | null
        warnings: string[]
        told: { verdict: string; at: number; snapshot: string; differs: boolean } | null
      }[]
      best: { arm: string; probBest: number; expectedLoss: number }[]
      quality: { redeemedByOthersShare: number | null; flagged: boolean; duplicates: number | null; lateFacts: number }
      warnings: string[]
    }
  }
  CreateCampaignReply: {
    id: string
    name: string
    state: 'draft' | 'live' | 'paused' | 'ended'
    purpose: string
    legalBasis: 'consent' | 'legitimate_interest' | 'contract'
    channels: ('email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook')[]
    trigger:
      | { kind: 'birthday'; leadDays: number }
      | {
          kind: 'cart_abandoned'
          delayMinutes: number
          minimumTotalMinor?: number
          currency?: string
          category?: string
        }
      | {
          kind: 'spend_milestone'
          thresholdMinor: number
          currency: string
          period?: { kind: 'lifetime' } | { kind: 'rolling'; days: number } | { kind: 'calendar_year' }
          repeats?: boolean
        }
      | { kind: 'win_back'; days: number }
      | { kind: 'signed_up'; delayMinutes: number }
      | {
          kind: 'custom_event'
          name: string
          where?: {
            key: string
            op: 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'in'
            value: (string | number | boolean) | (string | number | boolean)[]
          }[]
        }
      | { kind: 'first_order'; delayMinutes: number }
      | { kind: 'anniversary'; leadDays: number }
      | { kind: 'price_drop'; minimumBps: number; withinDays: number }
      | { kind: 'back_in_stock'; withinDays: number }
      | { kind: 'broadcast' }
    segment: ({ id: string } | { rule: Schemas['RuleShown'] }) | null
    variants: {
      key: string
      shareBps: number
      offer:
        | {
            kind: 'percent_off'
            bps: number
            maxMinor: number
            scope?: { categories?: string[]; skus?: string[]; favouriteCategory?: true }
          }
        | {
            kind: 'amount_off'
            amountMinor: number
            scope?: { categories?: string[]; skus?: string[]; favouriteCategory?: true }
          }
        | { kind: 'free_shipping'; maxMinor: number }
        | { kind: 'gift_card'; amountMinor: number }
        | { kind: 'unit_off'; sku: string; quantity: number; maxMinor?: number }
    }[]
    holdoutBps: number
    experiment: {
      primary: 'conversion' | 'revenue' | 'margin'
      recipients?: number
      decideAt?: string
      reference?: string
      indifference?: number
      guardrails: { metric: 'margin' | 'refunds' | 'discount'; allowedLoss: number }[]
      capQuantile?: number
      cuped: boolean
      layer?: { key: string; fromBps: number; toBps: number }
    } | null
    budget: {
      limitMinor: number | null
      currency: string
      mode: 'at_redemption' | 'guaranteed'
      whenShort: 'refuse' | 'cap'
      reservedMinor: number
      heldMinor: number
      spentMinor: number
      freeMinor: number | null
      countLimit: number | null
      countUsed: number
      perDay: {
        limitMinor: number | null
        count: number | null
        days: { day: string; usedMinor: number; countUsed: number }[]
      } | null
      perCustomer: { limitMinor: number | null; count: number | null } | null
      forecast: { expectedSpendMinor: number; worstCaseMinor: number; lowMinor: number; highMinor: number } | null
    } | null
    validity: { days: number } | { until: string }
    minimumOrderMinor: number | null
    frequency: { max: number; withinDays: number } | null
    priority: number
    sendWindow: { from: string; to: string; days?: number[] } | null
    reminder: { daysBefore: number } | null
    refundPolicy: 'keep' | 'restore'
    redeemableBy: 'anyone' | 'recipient'
    stacking: ({ mode: 'exclusive'; rank: number } | { mode: 'combinable'; group?: string; rank: number }) | null
    codePrefix: string | null
    message: Record<
      string,
      {
        subject?: string
        text: string
        html?: string
        tones?: {
          prospect?: { subject?: string; text: string; html?: string }
          known?: { subject?: string; text: string; html?: string }
          loyal?: { subject?: string; text: string; html?: string }
        }
        reminder?: { subject?: string; text: string; html?: string }
      }
    >
    startsAt: string | null
    endsAt: string | null
    timeZone: string
    needs: { purpose: string; channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'; category: string }[]
    baselineCampaignId: string | null
    createdAt: string
    launchedAt: string | null
    endedAt: string | null
    archivedAt: string | null
  }
  CheckCampaignReply: {
    reasons: { path: string; message: string; code: string; values?: Record<string, string> }[]
    warnings: string[]
    warned: { code: string; message: string; values?: Record<string, string> }[]
    needs: {
      purpose: string
      channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
      category:
        | 'contact.email'
        | 'contact.phone'
        | 'contact.push'
        | 'contact.account'
        | 'contact.partner'
        | 'name'
        | 'birthdate'
        | 'age'
        | 'demographics'
        | 'location'
        | 'purchase_history'
        | 'cart_activity'
        | 'preferences'
      because: string[]
      isAsked: boolean
    }[]
    reach: Schemas['PreviewSegmentReply'] | null
    cost: {
      currency: string
      dearestMinor: number | null
      worstCaseMinor: number
      expectedMinor: number | null
      redeemedBps: number | null
      issuedSoFar: number
      vouchersAtMost: number | null
    } | null
    approval: { isNeeded: boolean; aboveMinor: number | null; state: 'none' | 'asked' | 'approved' | 'refused' }
  }
  CampaignCalendarReply: {
    days: {
      day: string
      issued: number | string
      holdout: number | string
      noConsent: number | string
      setAside: number | string
      capped: number | string
      noBudget: number | string
    }[]
    isWhole: boolean
  }
  TryStackReply: {
    discountMinor: number
    dueMinor: number
    applied: { campaignId: string | null; name: string; discountMinor: number }[]
    leftOut: { campaignId: string | null; name: string; reason: string }[]
  }
  RuleFieldsReply: {
    fields: {
      field: string
      label: string
      needs: (
        | 'contact.email'
        | 'contact.phone'
        | 'contact.push'
        | 'contact.account'
        | 'contact.partner'
        | 'name'
        | 'birthdate'
        | 'age'
        | 'demographics'
        | 'location'
        | 'purchase_history'
        | 'cart_activity'
        | 'preferences'
      )[]
      isMoney: boolean
      ops: {
        op: string
        value: 'none' | 'number' | 'boolean' | 'day' | 'month_day' | 'country' | 'text'
        isList: boolean
      }[]
    }[]
  }
  ListVersionsReply: {
    data: {
      number: number
      at: string
      actor: string
      actorName: string | null
      cause: 'drafted' | 'copied' | 'changed' | 'launched'
      changes: { path: string; before: unknown; after: unknown }[]
    }[]
    nextCursor: string | null
  }
  DiffVersionsReply: { from: number; to: number; changes: { path: string; before: unknown; after: unknown }[] }
  GetApprovalRulesReply: { limits: { currency: string; aboveMinor: number }[] }
  ListApprovalsReply: {
    data: {
      id: string
      campaignId: string
      campaignName: string
      version: number
      limitMinor: number
      currency: string
      askedBy: string
      askedAt: string
      askedNote: string | null
      decidedBy: string | null
      decidedAt: string | null
      decision: 'approved' | 'refused' | null
      decidedNote: string | null
    }[]
    nextCursor: string | null
  }
  GetApprovalReply: {
    isNeeded: boolean
    aboveMinor: number | null
    currency: string | null
    state: 'none' | 'asked' | 'approved' | 'refused'
    latest: {
      id: string
      campaignId: string
      campaignName: string
      version: number
      limitMinor: number
      currency: string
      askedBy: string
      askedAt: string
      askedNote: string | null
      decidedBy: string | null
      decidedAt: string | null
      decision: 'approved' | 'refused' | null
      decidedNote: string | null
    } | null
    isMaker: boolean
  }
  WhyNotReply: {
    outcome:
      | 'issued'
      | 'holdout'
      | 'not_begun'
      | 'over'
      | 'paused'
      | 'draft'
      | 'not_concerned'
      | 'not_in_segment'
      | 'not_due'
      | 'set_aside'
      | 'no_consent'
      | 'capped'
      | 'out_of_stock'
      | 'no_budget'
      | 'next_run'
    says: string
    reason: string | null
    category:
      | 'contact.email'
      | 'contact.phone'
      | 'contact.push'
      | 'contact.account'
      | 'contact.partner'
      | 'name'
      | 'birthdate'
      | 'age'
      | 'demographics'
      | 'location'
      | 'purchase_history'
      | 'cart_activity'
      | 'preferences'
      | null
    vouchers: {
      id: string
      occasion: string
      variantKey: string
      channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook' | null
      state: string
      issuedAt: string
    }[]
    checks: {
      check: 'campaign' | 'trigger' | 'segment' | 'due' | 'consent' | 'cap' | 'stock' | 'budget'
      holds: boolean
    }[]
  }
  ListCampaignsReply: { data: Schemas['CreateCampaignReply'][]; nextCursor: string | null }
  LaunchCampaignReply: {
    id: string
    name: string
    state: 'draft' | 'live' | 'paused' | 'ended'
    purpose: string
    legalBasis: 'consent' | 'legitimate_interest' | 'contract'
    channels: ('email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook')[]
    trigger:
      | { kind: 'birthday'; leadDays: number }
      | {
          kind: 'cart_abandoned'
          delayMinutes: number
          minimumTotalMinor?: number
          currency?: string
          category?: string
        }
      | {
          kind: 'spend_milestone'
          thresholdMinor: number
          currency: string
          period?: { kind: 'lifetime' } | { kind: 'rolling'; days: number } | { kind: 'calendar_year' }
          repeats?: boolean
        }
      | { kind: 'win_back'; days: number }
      | { kind: 'signed_up'; delayMinutes: number }
      | {
          kind: 'custom_event'
          name: string
          where?: {
            key: string
            op: 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'in'
            value: (string | number | boolean) | (string | number | boolean)[]
          }[]
        }
      | { kind: 'first_order'; delayMinutes: number }
      | { kind: 'anniversary'; leadDays: number }
      | { kind: 'price_drop'; minimumBps: number; withinDays: number }
      | { kind: 'back_in_stock'; withinDays: number }
      | { kind: 'broadcast' }
    segment: ({ id: string } | { rule: Schemas['RuleShown'] }) | null
    variants: {
      key: string
      shareBps: number
      offer:
        | {
            kind: 'percent_off'
            bps: number
            maxMinor: number
            scope?: { categories?: string[]; skus?: string[]; favouriteCategory?: true }
          }
        | {
            kind: 'amount_off'
            amountMinor: number
            scope?: { categories?: string[]; skus?: string[]; favouriteCategory?: true }
          }
        | { kind: 'free_shipping'; maxMinor: number }
        | { kind: 'gift_card'; amountMinor: number }
        | { kind: 'unit_off'; sku: string; quantity: number; maxMinor?: number }
    }[]
    holdoutBps: number
    experiment: {
      primary: 'conversion' | 'revenue' | 'margin'
      recipients?: number
      decideAt?: string
      reference?: string
      indifference?: number
      guardrails: { metric: 'margin' | 'refunds' | 'discount'; allowedLoss: number }[]
      capQuantile?: number
      cuped: boolean
      layer?: { key: string; fromBps: number; toBps: number }
    } | null
    budget: {
      limitMinor: number | null
      currency: string
      mode: 'at_redemption' | 'guaranteed'
      whenShort: 'refuse' | 'cap'
      reservedMinor: number
      heldMinor: number
      spentMinor: number
      freeMinor: number | null
      countLimit: number | null
      countUsed: number
      perDay: {
        limitMinor: number | null
        count: number | null
        days: { day: string; usedMinor: number; countUsed: number }[]
      } | null
      perCustomer: { limitMinor: number | null; count: number | null } | null
      forecast: { expectedSpendMinor: number; worstCaseMinor: number; lowMinor: number; highMinor: number } | null
    } | null
    validity: { days: number } | { until: string }
    minimumOrderMinor: number | null
    frequency: { max: number; withinDays: number } | null
    priority: number
    sendWindow: { from: string; to: string; days?: number[] } | null
    reminder: { daysBefore: number } | null
    refundPolicy: 'keep' | 'restore'
    redeemableBy: 'anyone' | 'recipient'
    stacking: ({ mode: 'exclusive'; rank: number } | { mode: 'combinable'; group?: string; rank: number }) | null
    codePrefix: string | null
    message: Record<
      string,
      {
        subject?: string
        text: string
        html?: string
        tones?: {
          prospect?: { subject?: string; text: string; html?: string }
          known?: { subject?: string; text: string; html?: string }
          loyal?: { subject?: string; text: string; html?: string }
        }
        reminder?: { subject?: string; text: string; html?: string }
      }
    >
    startsAt: string | null
    endsAt: string | null
    timeZone: string
    needs: { purpose: string; channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'; category: string }[]
    baselineCampaignId: string | null
    createdAt: string
    launchedAt: string | null
    endedAt: string | null
    archivedAt: string | null
    warnings: string[]
    warned: { code: string; message: string; values?: Record<string, string> }[]
  }
  CampaignSharesReply: {
    holdoutBps: number
    stretches: { from: string | null; arms: { key: string; ofAllBps: number }[] }[]
  }
  ForeseeSharesReply: {
    isChange: boolean
    stretches: number
    arms: { key: string; beforeBps: number; afterBps: number }[]
    comparisons: { treatment: string; control: string; family: 'pays' | 'which'; peopleFactor: number | null }[]
  }
  RunCampaignReply: {
    runId: string
    matched: number
    issued: number
    holdout: number
    alreadyHad: number
    noConsent: number
    setAside: number
    capped: number
    noBudget: number
    outOfStock: number
    finishedAt: string | null
  }
  DryRunCampaignReply: {
    day: string
    asOf: string
    isWhole: boolean
    matched: number | string
    issued: number | string
    holdout: number | string
    alreadyHad: number | string
    noConsent: number | string
    setAside: number | string
    capped: number | string
    noBudget: number | string
    outOfStock: number | string
    variants: { key: string; issued: number | string }[]
    refusedBy: { reason: string; category?: string; count: number | string }[]
    setAsideBy: { reason: 'house_holdout' | 'layer'; count: number | string }[]
    people?: {
      customerReference: string
      occasion: string
      outcome:
        | 'issued'
        | 'holdout'
        | 'already_had'
        | 'no_consent'
        | 'house_holdout'
        | 'layer'
        | 'capped'
        | 'out_of_stock'
        | 'no_budget'
      variantKey: string | null
    }[]
  }
  ListRunsReply: { data: Schemas['RunCampaignReply'][]; nextCursor: string | null }
  IssueVoucherReply: {
    outcome: 'issued' | 'holdout' | 'already_had'
    variantKey: string
    voucher: Record<string, unknown> | null
  }
  CreatePoolReply: {
    id: string
    campaignId: string
    name: string
    variantKey: string | null
    count: number
    made: number
    state: 'making' | 'ready' | 'short'
    reason: 'no_budget' | 'campaign_over' | null
    createdAt: string
    finishedAt: string | null
  }
  ListPoolsReply: { data: Schemas['CreatePoolReply'][]; nextCursor: string | null }
  CampaignReportReply: {
    campaignId: string
    name: string
    by: 'day' | 'variant' | 'channel'
    from: string | null
    to: string | null
    generatedAt: string
    asOf: string | null
    currency: string
    funnel: {
      key: string
      assigned: (number | string) | null
      consented: (number | string) | null
      issued: (number | string) | null
      sent: (number | string) | null
      held: (number | string) | null
      redeemed: (number | string) | null
      reversed: (number | string) | null
      expired: (number | string) | null
      discountMinor: (number | string) | null
    }[]
    total: {
      key: string
      assigned: (number | string) | null
      consented: (number | string) | null
      issued: (number | string) | null
      sent: (number | string) | null
      held: (number | string) | null
      redeemed: (number | string) | null
      reversed: (number | string) | null
      expired: (number | string) | null
      discountMinor: (number | string) | null
    }
    budget: {
      limitMinor: number | null
      currency: string
      mode: 'at_redemption' | 'guaranteed'
      whenShort: 'refuse' | 'cap'
      reservedMinor: number
      heldMinor: number
      spentMinor: number
      freeMinor: number | null
      countLimit: number | null
      countUsed: number
      perDay: {
        limitMinor: number | null
        count: number | null
        days: { day: string; usedMinor: number; countUsed: number }[]
      } | null
      perCustomer: { limitMinor: number | null; count: number | null } | null
      forecast: { expectedSpendMinor: number; worstCaseMinor: number; lowMinor: number; highMinor: number } | null
    }
    burnDown?: {
      spent: { day: string; spentMinor: number }[]
      coming: { day: string; lowMinor: number; expectedMinor: number; highMinor: number }[]
    } | null
    experiment: {
      holdoutBps: number
      arms: {
        key: string
        shareBps: number
        assigned: (number | string) | null
        issued: (number | string) | null
        redeemed: (number | string) | null
      }[]
      redeemedByOthers: (number | string) | null
      readout: {
        version: number
        at: number
        primary: string
        final: boolean
        decideAt: number | null
        mode: 'hybrid' | 'sequential'
        maturity: { assigned: number; mature: number; share: number | null; daysRunning: number }
        srm: { alarm: boolean; p: number }
        arms: {
          key: string
          kind: 'holdout' | 'offer'
          assigned: number
          mature: number
          purchasers: number
          conversion: number | null
          conversionInterval: { low: number | null; high: number | null }
        }[]
        comparisons: {
          key: string
          treatment: string
          control: string
          family: 'pays' | 'which'
          verdict: string
          sentence: { key: string }
          primary: {
            metric: 'conversion' | 'revenue' | 'discount' | 'margin'
            status: 'ok' | 'no_data' | 'no_variance'
            difference: number | null
            shown: { low: number | null; high: number | null; kind: 'always' | 'fixed'; level: number }
          }
          live: {
            metric: 'conversion' | 'revenue' | 'discount' | 'margin'
            status: 'ok' | 'no_data' | 'no_variance'
            difference: number | null
            shown: { low: number | null; high: number | null; kind: 'always' | 'fixed'; level: number }
          }
          secondary: {
            metric: 'conversion' | 'revenue' | 'discount' | 'margin'
            status: 'ok' | 'no_data' | 'no_variance'
            difference: number | null
            shown: { low: number | null; high: number | null; kind: 'always' | 'fixed'; level: number }
          }[]
          warnings: string[]
        }[]
        warnings: string[]
      } | null
    }
    refusals: { reason: string; count: (number | string) | null }[]
    hidden: { key: string; reason: string }[]
  }
  ReportBreakdownReply: {
    campaignId: string
    by: 'channel' | 'country' | 'age' | 'newcomer' | 'day' | 'curve'
    asOf: string | null
    currency: string
    rows: {
      arm: string
      value: string
      assigned: (number | string) | null
      issued: (number | string) | null
      redeemed: (number | string) | null
      purchasers: (number | string) | null
      conversion: number | null
      revenueMinor: string | null
      discountMinor: string | null
    }[]
    hidden: { arm: string; value: string; reason: string }[]
  }
  KeepReportReply: { hash: string; keptAt: string; address: string; report: Schemas['CampaignReportReply'] }
  CompareCampaignsReply: {
    data: {
      campaignId: string
      name: string
      state: string
      currency: string
      asOf: string | null
      assigned: (number | string) | null
      issued: (number | string) | null
      redeemed: (number | string) | null
      discountMinor: (number | string) | null
      comparisons: {
        treatment: string
        control: string
        family: 'pays' | 'which'
        verdict: string
        sentence: { key: string }
        metric: string
        difference: number | null
        low: number | null
        high: number | null
      }[]
    }[]
    nextCursor: string | null
  }
  DeliveryHealthReply: {
    asOf: string
    channels: {
      channel: string
      sent: (number | string) | null
      failed: (number | string) | null
      bounced: (number | string) | null
      complained: (number | string) | null
      unsubscribed: (number | string) | null
    }[]
    reachedCap: (number | string) | null
  }
  ReportDefinitionsReply: {
    metrics: { key: string; definition: string; recompute: string }[]
    window: { opens: string; closes: string; mature: string }
    levels: Record<string, number>
    sums: string
    privacy: { k: number; kCount: number; dominancePercent: number; batches: string }
  }
  CreateReportViewReply: {
    id: string
    name: string
    campaignId: string
    asked: { by: 'day' | 'variant' | 'channel'; from?: string; to?: string }
    every: 'day' | 'week' | null
    to: string | null
    nextAt: string | null
    createdAt: string
  }
  ListReportViewsReply: { data: Schemas['CreateReportViewReply'][]; nextCursor: string | null }
  ListVouchersReply: { data: Schemas['GetVoucherReply'][]; nextCursor: string | null }
  GetVoucherReply: {
    id: string
    code?: string
    campaignId: string
    variantKey: string
    customerReference: string | null
    channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook' | null
    state: 'issued' | 'held' | 'redeemed' | 'revoked' | 'expired'
    issuedAt: string
    expiresAt: string
    redeemedAt: string | null
    revokedAt: string | null
    currency: string
    balanceMinor: number | null
  }
  SearchVouchersReply: {
    data: {
      id: string
      campaignId: string
      campaignName: string
      variantKey: string
      customerId: string | null
      channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook' | null
      state: 'issued' | 'held' | 'redeemed' | 'revoked' | 'expired'
      issuedAt: string
      expiresAt: string
      currency: string
      balanceMinor: number | null
    }[]
    nextCursor: string | null
  }
  VoucherStoryReply: {
    voucherId: string
    entries: {
      at: string
      kind:
        | 'issued'
        | 'queued'
        | 'sent'
        | 'failed'
        | 'cancelled'
        | 'bounced'
        | 'held'
        | 'released'
        | 'redeemed'
        | 'reversed'
        | 'extended'
        | 'reissued'
        | 'replaces'
        | 'revoked'
        | 'expired'
      actor: string | null
      actorName: string | null
      values: Record<string, string | number | null>
    }[]
  }
  PreviewVoucherActionReply: {
    matched: number
    changed: number
    wrongState: number
    notLater: number
    noBudget: number
    ended: number
    unknown: number
    byState: Record<string, number>
    reserveMinor: number
    freedMinor: number
    currencies: string[]
  }
  CreateVoucherActionReply: {
    id: string
    kind: 'revoke' | 'extend'
    state: 'waiting' | 'working' | 'done' | 'dropped'
    actor: string
    actorName: string | null
    campaignId: string | null
    until: string | null
    days: number | null
    reason: string | null
    askedAt: string
    beginsAt: string
    finishedAt: string | null
    foreseen: number
    matched: number
    changed: number
    wrongState: number
    notLater: number
    noBudget: number
    ended: number
  }
  ListVoucherActionsReply: { data: Schemas['CreateVoucherActionReply'][]; nextCursor: string | null }
  OnsiteKeyReply: { algorithm: 'HS256'; audience: 'vouchsafe:onsite'; secret: string }
  OnsiteOffersReply: {
    data: { voucherId: string; code: string; title: string | null; text: string; locale: string; expiresAt: string }[]
  }
  PushKeyReply: { publicKey: string; enabled: boolean }
  SubscribePushReply: { id: string }
  GetDeliveryRulesReply: {
    quiet: {
      from: string
      to: string
      channels: ('email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook')[]
    } | null
    caps: {
      all: { max: number; withinDays: number } | null
      purposes: Record<string, { max: number; withinDays: number }>
    }
    perSecond: Record<string, number>
  }
  ListMessagesReply: { data: Schemas['RetryMessageReply'][]; nextCursor: string | null }
  RetryMessageReply: {
    id: string
    campaignId: string
    voucherId: string
    channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
    kind: 'offer' | 'reminder'
    state: 'queued' | 'sending' | 'sent' | 'failed' | 'cancelled'
    reason: string | null
    attempts: number
    redeliveries: number
    dueAt: string
    closedAt: string | null
    bounce: 'hard' | 'soft' | 'complaint' | null
  }
  RetryMessagesReply: { retried: number }
  MeasureSmsReply: { encoding: 'GSM-7' | 'UCS-2'; segments: number; signs: number; outsideGsm: string[] }
  DrawMessageReply: { subject: string; text: string; html: string; sms: Schemas['MeasureSmsReply'] | null }
  PreviewMessageReply: {
    channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
    locale: string
    tone: 'prospect' | 'known' | 'loyal' | null
    subject: string
    text: string
    html: string
    sms: Schemas['MeasureSmsReply'] | null
    reads: {
      path: string
      name: string
      category:
        | 'contact.email'
        | 'contact.phone'
        | 'contact.push'
        | 'contact.account'
        | 'contact.partner'
        | 'name'
        | 'birthdate'
        | 'age'
        | 'demographics'
        | 'location'
        | 'purchase_history'
        | 'cart_activity'
        | 'preferences'
    }[]
  }
  TestMessageReply: { outcome: 'sent' | 'later' | 'unknown' | 'failed'; reason: string | null }
  PutChannelWishReply: { channel: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook' | null }
  TakeBouncesReply: { taken: number; unknown: number; suspended: number; withdrawn: number }
  Problem: {
    type: string
    title: string
    status: number
    detail?: string
    code: string
    errors?: { path: string; message: string; code?: string; values?: Record<string, string> }[]
    requestId: string
  }
}

export interface paths {
  '/healthz': {
    parameters: { path?: never; query?: never; header?: never } /** Alive */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['HealthzReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/readyz': {
    parameters: { path?: never; query?: never; header?: never } /** Migrated and writable */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ReadyzReply'] } }
        503: { headers: Record<string, string>; content: { 'application/json': Schemas['ReadyzReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/metrics': {
    parameters: { path?: never; query?: never; header?: never } /** Prometheus metrics (a scope, or loopback) */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'text/plain': string } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/openapi.json': {
    parameters: { path?: never; query?: never; header?: never } /** This document */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['OpenapiReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/me/key': {
    parameters: { path?: never; query?: never; header?: never } /** What the key in use may do */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['WhoAmIReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/api-keys': {
    parameters: { path?: never; query?: never; header?: never } /** API keys */
    get: {
      parameters: { query?: { limit?: number; cursor?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListApiKeysReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never /** Make an API key; it is shown once */
    post: {
      parameters: { header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['CreateApiKeyBody'] } }
      responses: {
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateApiKeyReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/api-keys/{id}': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never
    post?: never /** Revoke an API key */
    delete: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        204: { headers: Record<string, string>; content: { 'application/json'?: never } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/audit': {
    parameters: { path?: never; query?: never; header?: never } /** Audit log, newest first */
    get: {
      parameters: {
        query?: {
          limit?: number
          cursor?: string
          actor?: string
          action?: string
          subject?: string
          from?: string
          until?: string
        }
      }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListAuditReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/team/ways': {
    parameters: { path?: never; query?: never; header?: never } /** How one can sign in here */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['SignInWaysReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/team/sign-in': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Sign in with e-mail and password */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['SignInBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['SignInReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/team/sign-in/passkey': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Begin to sign in with a passkey */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['AskPasskeyReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/team/sign-in/passkey/answer': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Sign in with a passkey */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['SignInByPasskeyBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['SignInReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/team/sign-in/oidc': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Begin to sign in with the identity provider of the shop */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['StartOidcReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/team/sign-in/oidc/answer': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Sign in with what the identity provider said */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['SignInByOidcBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['SignInReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/team/links/look': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** What a link of an invitation is for; looking changes nothing */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['LookAtLinkBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['LookAtLinkReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/team/links/use': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Join by a link, or set a new password; once */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['UseLinkBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['SignInReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/team/forgotten': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Ask for a link to set a new password; the answer is the same for everybody */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['ForgotPasswordBody'] } }
      responses: {
        202: { headers: Record<string, string>; content: { 'application/json'?: never } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/team/me': {
    parameters: { path?: never; query?: never; header?: never } /** Who is signed in; for people, not for keys */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GetMyselfReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never /** Change one’s own name or language */
    patch: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['PatchMyselfBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GetMyselfReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    trace?: never
  }
  '/v1/team/me/password': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Change one’s password; all other sessions end */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['ChangePasswordBody'] } }
      responses: {
        204: { headers: Record<string, string>; content: { 'application/json'?: never } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/team/sign-out': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** End the session in use */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        204: { headers: Record<string, string>; content: { 'application/json'?: never } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/team/me/sessions': {
    parameters: { path?: never; query?: never; header?: never } /** Where one is signed in */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListMySessionsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/team/me/sessions/{id}': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never
    post?: never /** End one of one’s sessions */
    delete: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        204: { headers: Record<string, string>; content: { 'application/json'?: never } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/team/me/passkeys': {
    parameters: { path?: never; query?: never; header?: never } /** One’s passkeys */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListMyPasskeysReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never /** Add a passkey */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['AddPasskeyBody'] } }
      responses: {
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['AddPasskeyReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/team/me/passkeys/challenge': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Begin to add a passkey */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['AskPasskeyReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/team/me/passkeys/{id}': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never
    post?: never /** Remove one of one’s passkeys */
    delete: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        204: { headers: Record<string, string>; content: { 'application/json'?: never } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/team/members': {
    parameters: { path?: never; query?: never; header?: never } /** Members of the team */
    get: {
      parameters: { query?: { limit?: number; cursor?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListMembersReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/team/members/{id}': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never
    post?: never /** Remove a member; all sessions of hers end */
    delete: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        204: { headers: Record<string, string>; content: { 'application/json'?: never } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    options?: never
    head?: never /** Change a member’s name or roles */
    patch: {
      parameters: { path: { id: string } }
      requestBody: { content: { 'application/json': Schemas['PatchMemberBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['PatchMemberReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    trace?: never
  }
  '/v1/team/members/{id}/sign-out': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** End all sessions of a member */
    post: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        204: { headers: Record<string, string>; content: { 'application/json'?: never } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/team/invitations': {
    parameters: { path?: never; query?: never; header?: never } /** Invitations that nobody has taken yet */
    get: {
      parameters: { query?: { limit?: number; cursor?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListInvitationsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never /** Invite somebody by mail; an older invitation of the same address ends */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['InviteMemberBody'] } }
      responses: {
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['InviteMemberReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/team/invitations/{id}': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never
    post?: never /** Take an invitation back */
    delete: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        204: { headers: Record<string, string>; content: { 'application/json'?: never } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/settings': {
    parameters: { path?: never; query?: never; header?: never } /** Zone, currency and looks of the house */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GetSettingsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    } /** Set zone, currency and looks of the house */
    put: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['PutSettingsBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GetSettingsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/test/clock': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Move the test clock and run what fell due */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['MoveClockBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['MoveClockReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/customers/{reference}': {
    parameters: { path?: never; query?: never; header?: never } /** A customer */
    get: {
      parameters: { path: { reference: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['PutCustomerReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    } /** Create or merge a customer */
    put: {
      parameters: { path: { reference: string } }
      requestBody: { content: { 'application/json': Schemas['PutCustomerBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['PutCustomerReply'] } }
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['PutCustomerReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    post?: never /** Erase a customer */
    delete: {
      parameters: { path: { reference: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['EraseCustomerReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/customers/search': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Find a customer exactly, by reference, e-mail address or telephone number (X-Access-Reason); on record */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['SearchCustomersBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['SearchCustomersReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/customers/by-id/{id}/panel': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** All about one customer that her consent, your department and your role let be seen (X-Access-Reason); on record */
    get: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CustomerPanelReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/customers/{reference}/merge': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Merge another profile of the same person into this one; consents become the stricter of both */
    post: {
      parameters: { path: { reference: string } }
      requestBody: { content: { 'application/json': Schemas['MergeCustomersBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['MergeCustomersReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/customers/import': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Import customers from CSV or NDJSON */
    post: {
      parameters: { query?: { dryRun?: 'true' | 'false' } }
      requestBody: { content: { 'text/csv': string; 'application/x-ndjson': string } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ImportCustomersReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/attributes': {
    parameters: { path?: never; query?: never; header?: never } /** Declared attributes */
    get: {
      parameters: { query?: { limit?: number; cursor?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListAttributesReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never /** Declare a custom attribute with its data category */
    post: {
      parameters: { header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['DeclareAttributeBody'] } }
      responses: {
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['DeclareAttributeReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/consents': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Record decisions about consent, per cell */
    post: {
      parameters: { header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['RecordConsentsBody'] } }
      responses: {
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['RecordConsentsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/customers/{reference}/consents': {
    parameters: { path?: never; query?: never; header?: never } /** Consent cells of a customer */
    get: {
      parameters: { path: { reference: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GetConsentsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/products/{sku}': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never /** Create or change a product */
    put: {
      parameters: { path: { sku: string } }
      requestBody: { content: { 'application/json': Schemas['PutProductBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['PutProductReply'] } }
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['PutProductReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/products/import': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Import products from CSV or NDJSON */
    post: {
      parameters: { query?: { dryRun?: 'true' | 'false' } }
      requestBody: { content: { 'text/csv': string; 'application/x-ndjson': string } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ImportCustomersReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/events': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Report one event or up to 1,000 */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['ReportEventsBody'] } }
      responses: {
        202: { headers: Record<string, string>; content: { 'application/json': Schemas['ReportEventsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/quotes': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** What would this code take off? */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['QuoteBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['QuoteReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/quotes/stack': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Which of these codes serve this order best? */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['QuoteStackBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['QuoteStackReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/holds': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Hold a voucher for an order */
    post: {
      parameters: { header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['HoldBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['HoldReply'] } }
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['HoldReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/holds/{id}': {
    parameters: { path?: never; query?: never; header?: never } /** A hold */
    get: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['HoldReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never /** Let go of a hold */
    delete: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        204: { headers: Record<string, string>; content: { 'application/json'?: never } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/redemptions': {
    parameters: { path?: never; query?: never; header?: never } /** Redemptions of an order */
    get: {
      parameters: { query: { limit?: number; cursor?: string; orderReference: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListRedemptionsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never /** Redeem a voucher, exactly once */
    post: {
      parameters: { header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['RedeemBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['RedeemReply'] } }
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['RedeemReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/redemptions/{id}': {
    parameters: { path?: never; query?: never; header?: never } /** A redemption */
    get: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GetRedemptionReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/redemptions/{id}/reversals': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Reverse a redemption, in full or in part */
    post: {
      parameters: { path: { id: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['ReverseBody'] } }
      responses: {
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['ReverseReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/redemptions/stack': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Redeem several codes on one order: all or none, exactly once */
    post: {
      parameters: { header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['QuoteStackBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['RedeemStackReply'] } }
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['RedeemStackReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/redemptions/stack/{id}': {
    parameters: { path?: never; query?: never; header?: never } /** Codes that were redeemed together */
    get: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['RedeemStackReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/redemptions/stack/{id}/reversals': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Reverse all that is left of codes that were redeemed together */
    post: {
      parameters: { path: { id: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['ReverseStackBody'] } }
      responses: {
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['ReverseStackReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/purposes': {
    parameters: { path?: never; query?: never; header?: never } /** Purposes */
    get: {
      parameters: { query?: { limit?: number; cursor?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListPurposesReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never /** Define a purpose */
    post: {
      parameters: { header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['CreatePurposeBody'] } }
      responses: {
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['CreatePurposeReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/purposes/{key}/stop': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Stop a purpose: nothing more is done for it, and everybody’s consent to it is revoked */
    post: {
      parameters: { path: { key: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['StopPurposeBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['StopPurposeReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/consents/invalidate': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** End what an authority or the person responsible for data has found invalid */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['InvalidateConsentsBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['InvalidateConsentsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/consents/requests': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Note that a question was shown; refused within twelve months of a no */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['NoteAskedBody'] } }
      responses: {
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['NoteAskedReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/customers/{reference}/next-question': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** The one cell to ask a customer for next: the basics first */
    get: {
      parameters: { path: { reference: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['NextQuestionReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/customers/{reference}/restriction': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never /** Restrict processing of a customer, or lift that */
    put: {
      parameters: { path: { reference: string } }
      requestBody: { content: { 'application/json': Schemas['SetRestrictionBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['SetRestrictionReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/customers/{reference}/objections': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never /** Note or lift an objection, to one purpose or to all marketing */
    put: {
      parameters: { path: { reference: string } }
      requestBody: { content: { 'application/json': Schemas['SetObjectionBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['SetRestrictionReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/locales': {
    parameters: { path?: never; query?: never; header?: never } /** The languages that notices are published in */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GetLocalesReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    } /** Enable languages: a notice is published in each of them or not at all */
    put: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['PutLocalesBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GetLocalesReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/consent-ages': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** From which age people agree alone, per country, with its source */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListConsentAgesReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/consent-ages/{country}': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never /** Set the age of a country */
    put: {
      parameters: { path: { country: string } }
      requestBody: { content: { 'application/json': Schemas['PutConsentAgeBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['PutConsentAgeReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/public-holidays': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** Public holidays, with their source: deadlines that end on one end on the next working day */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListHolidaysReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    } /** Say in which country the office is that answers requests */
    put: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['PutOfficeBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListHolidaysReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/public-holidays/{country}/{day}': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never /** Set a public holiday: a date, or a day of every year */
    put: {
      parameters: { path: { country: string; day: string } }
      requestBody: { content: { 'application/json': Schemas['PutHolidayBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['PutHolidayReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    post?: never /** Take a public holiday off the list */
    delete: {
      parameters: { path: { country: string; day: string } }
      requestBody?: never
      responses: {
        204: { headers: Record<string, string>; content: { 'application/json'?: never } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/minors': {
    parameters: { path?: never; query?: never; header?: never } /** How minors are treated */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GetMinorsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    } /** Say how minors are treated */
    put: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['PutMinorsBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GetMinorsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/parties': {
    parameters: { path?: never; query?: never; header?: never } /** Departments and what they may see */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListPartiesReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never /** Name a department, its roles and the categories it may see */
    post: {
      parameters: { header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['CreatePartyBody'] } }
      responses: {
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['CreatePartyReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/ropa': {
    parameters: { path?: never; query?: never; header?: never } /** The register of processing activities */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: {
          headers: Record<string, string>
          content: { 'application/json': Schemas['RegisterOfProcessingReply']; 'text/csv': string }
        }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/consents/log': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** The consent log as a stream of lines, in the order of the ledger */
    get: {
      parameters: { query?: { format?: 'ndjson' | 'csv'; cursor?: number } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/x-ndjson': string; 'text/csv': string } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/notices': {
    parameters: { path?: never; query?: never; header?: never } /** Notices, newest first */
    get: {
      parameters: { query?: { limit?: number; cursor?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListNoticesReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never /** Draft a notice */
    post: {
      parameters: { header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['CreateNoticeBody'] } }
      responses: {
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateNoticeReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/notices/{id}/publish': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Publish a notice; it never changes again */
    post: {
      parameters: { path: { id: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['PublishNoticeReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/notices/{id}': {
    parameters: { path?: never; query?: never; header?: never } /** A notice */
    get: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GetNoticeReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/ledger/head': {
    parameters: { path?: never; query?: never; header?: never } /** The signed head of the ledger over consent */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['LedgerHeadReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/ledger/proof': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** Proof that a leaf, or the event that stands there, is in the ledger */
    get: {
      parameters: { query?: { leaf?: string; eventId?: string; size?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['LedgerProofReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/ledger/consistency': {
    parameters: { path?: never; query?: never; header?: never } /** Proof that the ledger only grew between two sizes */
    get: {
      parameters: { query: { from: string; to: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['LedgerConsistencyReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/.well-known/jwks.json': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** The public keys that heads, receipts, certificates and exports are signed with */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['JwksReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/.well-known/gpc.json': {
    parameters: { path?: never; query?: never; header?: never } /** That Global Privacy Control is honoured */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GpcReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/me/link': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Ask for a link; the answer is the same for every address */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['MeLinkBody'] } }
      responses: {
        202: { headers: Record<string, string>; content: { 'application/json': Schemas['MeLinkReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/me/session': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Turn a link into a session, once */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['MeSessionBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['MeSessionReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    } /** Leave */
    delete: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        204: { headers: Record<string, string>; content: { 'application/json'?: never } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/me/profile': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Say who of those at the address it is */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['MeProfileBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['MeSessionReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/me/step': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Have a code mailed, before an export, an erasure or a new address */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['MeAskStepBody'] } }
      responses: {
        202: { headers: Record<string, string>; content: { 'application/json': Schemas['MeLinkReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/me/step/code': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Show the code */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['MePassStepBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['MeSessionReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/me/consents': {
    parameters: { path?: never; query?: never; header?: never } /** My choices */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['MeConsentsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never /** Change my choices; what is not named stays */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['MeDecideBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['MeConsentsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/me/data': {
    parameters: { path?: never; query?: never; header?: never } /** Everything that is stored about me */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['MeDataReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/me/usage': {
    parameters: { path?: never; query?: never; header?: never } /** Who used my data, for what and when */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['MeUsageReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/me/changes': {
    parameters: { path?: never; query?: never; header?: never } /** What changed since I agreed */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['MeChangesReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/me/receipts': {
    parameters: { path?: never; query?: never; header?: never } /** Receipts of my decisions */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['MeReceiptsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/me/receipts/{id}': {
    parameters: { path?: never; query?: never; header?: never } /** A signed receipt with its proof */
    get: {
      parameters: { path: { id: string }; query?: { format?: '27560' | 'kantara' } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['MeReceiptReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/me/vouchers/{id}/why': {
    parameters: { path?: never; query?: never; header?: never } /** Why did I get this? */
    get: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['MeWhyReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/me/export': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Make a copy of everything; needs the second step */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['MeExportReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/me/export/download': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Fetch the copy, once within a day */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['MeDownloadBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/zip': string } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/me/object': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Object to a purpose or to all marketing, or lift that */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['MeObjectBody'] } }
      responses: {
        204: { headers: Record<string, string>; content: { 'application/json'?: never } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/me/restrict': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Have my data kept and not used, or lift that */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['MeRestrictBody'] } }
      responses: {
        204: { headers: Record<string, string>; content: { 'application/json'?: never } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/me/snooze': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Have no messages until a day, or end that */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['MeSnoozeBody'] } }
      responses: {
        204: { headers: Record<string, string>; content: { 'application/json'?: never } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/me/rectify': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Put right what is stored; a new address needs the second step */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['MeRectifyBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['MeRectifyReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/me/erase': {
    parameters: { path?: never; query?: never; header?: never } /** What an erasure would take away and leave */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['MeErasePreviewReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never /** Erase me; needs the second step */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['MeEraseReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/me/requests': {
    parameters: { path?: never; query?: never; header?: never } /** What I asked for, and by when it is due */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['MeRequestsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never /** Ask a human being */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['MeAskForBody'] } }
      responses: {
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['MeAskForReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/requests': {
    parameters: { path?: never; query?: never; header?: never } /** Requests of people, with their deadlines */
    get: {
      parameters: { query?: { limit?: number; cursor?: string; state?: 'open' | 'overdue' | 'closed' } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListRequestsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never /** Note a request that came by letter or call */
    post: {
      parameters: { header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['CreateRequestBody'] } }
      responses: {
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateRequestReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/staff-reads': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** Looks of the staff at profiles, newest first, each with role and reason */
    get: {
      parameters: { query?: { limit?: number; cursor?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListStaffReadsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/disclosures': {
    parameters: { path?: never; query?: never; header?: never } /** What was handed on to whom, newest first */
    get: {
      parameters: { query?: { limit?: number; cursor?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListDisclosuresReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/requests/{id}': {
    parameters: { path?: never; query?: never; header?: never } /** A request */
    get: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateRequestReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/requests/{id}/extend': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Two months more, or 45 days under the CCPA, with reasons told to the person */
    post: {
      parameters: { path: { id: string } }
      requestBody: { content: { 'application/json': Schemas['ExtendRequestBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateRequestReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/requests/{id}/pause': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Ask the person who she is: under the law of the UK the clock stands still meanwhile */
    post: {
      parameters: { path: { id: string } }
      requestBody: { content: { 'application/json': Schemas['PauseRequestBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateRequestReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/requests/{id}/resume': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** The person has said who she is: the clock goes on */
    post: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateRequestReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/requests/{id}/answer': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Answer a request */
    post: {
      parameters: { path: { id: string } }
      requestBody: { content: { 'application/json': Schemas['AnswerRequestBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateRequestReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/connectors': {
    parameters: { path?: never; query?: never; header?: never } /** Connectors */
    get: {
      parameters: { query?: { limit?: number; cursor?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListConnectorsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never /** Make an address for a shop system’s own webhooks */
    post: {
      parameters: { header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['CreateConnectorBody'] } }
      responses: {
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateConnectorReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/connectors/mappings/test': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** What mappings would make of a pasted sample; nothing is written */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['TestMappingsBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['TestMappingsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/connectors/{id}': {
    parameters: { path?: never; query?: never; header?: never } /** A connector */
    get: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateConnectorReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never /** Close a connector */
    delete: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        204: { headers: Record<string, string>; content: { 'application/json'?: never } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/connectors/{id}/rotate': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Give a connector another secret; the old one stays good for a while */
    post: {
      parameters: { path: { id: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['RotateConnectorBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateConnectorReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/connectors/{id}/mappings': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never /** Say what the bodies of a generic connector mean */
    put: {
      parameters: { path: { id: string } }
      requestBody: { content: { 'application/json': Schemas['PutMappingsBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateConnectorReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/connectors/{id}/deliveries': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** What came of a connector’s last deliveries, newest first */
    get: {
      parameters: { path: { id: string }; query?: { limit?: number; cursor?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListDeliveriesReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/connectors/{id}/outlet': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never /** Keep campaigns’ vouchers as the shop’s own discount codes */
    put: {
      parameters: { path: { id: string } }
      requestBody: { content: { 'application/json': Schemas['PutOutletBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateConnectorReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    post?: never /** Send no more codes to the shop */
    delete: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        204: { headers: Record<string, string>; content: { 'application/json'?: never } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/connectors/{id}/codes': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** Vouchers as the shop’s codes, and what stands in their way */
    get: {
      parameters: {
        path: { id: string }
        query?: { limit?: number; cursor?: string; state?: 'wanted' | 'there' | 'unwanted' | 'gone' | 'failed' }
      }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListShopCodesReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/connectors/shopify/{id}': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Shopify’s webhooks, signed on their bytes */
    post: {
      parameters: { path: { id: string } }
      requestBody: { content: { 'application/json': unknown } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ShopifyReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/connectors/woocommerce/{id}': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** WooCommerce’s webhooks, signed on their bytes */
    post: {
      parameters: { path: { id: string } }
      requestBody: { content: { 'application/json': unknown } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ShopifyReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/connectors/hubspot/{id}': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** HubSpot’s webhooks, signed on their bytes */
    post: {
      parameters: { path: { id: string } }
      requestBody: { content: { 'application/json': unknown } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ShopifyReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/connectors/stripe/{id}': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Stripe’s webhooks, signed on their bytes */
    post: {
      parameters: { path: { id: string } }
      requestBody: { content: { 'application/json': unknown } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ShopifyReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/connectors/generic/{id}': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Webhooks of any other system, signed on their bytes */
    post: {
      parameters: { path: { id: string } }
      requestBody: { content: { 'application/json': unknown } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ShopifyReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/webhooks': {
    parameters: { path?: never; query?: never; header?: never } /** Webhooks */
    get: {
      parameters: { query?: { limit?: number; cursor?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListWebhooksReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never /** Subscribe to what happens; the secret is shown once */
    post: {
      parameters: { header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['CreateWebhookBody'] } }
      responses: {
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateWebhookReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/webhooks/{id}': {
    parameters: { path?: never; query?: never; header?: never } /** A webhook */
    get: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GetWebhookReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never /** End a webhook */
    delete: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        204: { headers: Record<string, string>; content: { 'application/json'?: never } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    options?: never
    head?: never /** Rename, pause or resume a webhook, or change what it hears */
    patch: {
      parameters: { path: { id: string } }
      requestBody: { content: { 'application/json': Schemas['PatchWebhookBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GetWebhookReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    trace?: never
  }
  '/v1/webhooks/{id}/rotate': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** A new secret; for a day both sign */
    post: {
      parameters: { path: { id: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['RotateWebhookReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/webhooks/{id}/test': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Send a delivery that means nothing, and see what comes back; also while it is paused */
    post: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['TestWebhookReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/webhooks/{id}/deliveries': {
    parameters: { path?: never; query?: never; header?: never } /** What was delivered, newest first */
    get: {
      parameters: {
        path: { id: string }
        query?: { limit?: number; cursor?: string; state?: 'queued' | 'delivered' | 'dead' }
      }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListWebhookDeliveriesReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/webhooks/{id}/deliveries/{deliveryId}': {
    parameters: { path?: never; query?: never; header?: never } /** A delivery */
    get: {
      parameters: { path: { id: string; deliveryId: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GetWebhookDeliveryReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/webhooks/{id}/deliveries/{deliveryId}/replay': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Send it once more, under the same id */
    post: {
      parameters: { path: { id: string; deliveryId: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody?: never
      responses: {
        202: { headers: Record<string, string>; content: { 'application/json': Schemas['GetWebhookDeliveryReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/imports/guess': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** What the columns of a file seem to mean; nothing is written */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['GuessImportBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GuessImportReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/imports': {
    parameters: { path?: never; query?: never; header?: never } /** Imports, newest first */
    get: {
      parameters: { query?: { limit?: number; cursor?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListImportsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never /** Begin an import that can be gone on with */
    post: {
      parameters: { header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['CreateImportBody'] } }
      responses: {
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateImportReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/imports/{id}': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** How far an import is; as it changes for whoever accepts text/event-stream */
    get: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        200: {
          headers: Record<string, string>
          content: { 'application/json': Schemas['CreateImportReply']; 'text/event-stream': string }
        }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/imports/{id}/rows': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Send the file of an import, again from its beginning when it was cut: each line counts once */
    post: {
      parameters: { path: { id: string } }
      requestBody: { content: { 'text/csv': string; 'application/x-ndjson': string } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateImportReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/imports/{id}/lines': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** What was wrong with which line, in the language that Accept-Language asks for */
    get: {
      parameters: { path: { id: string }; query?: { limit?: number; cursor?: number } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListImportErrorsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/imports/{id}/errors': {
    parameters: { path?: never; query?: never; header?: never } /** The same for all of them, as CSV */
    get: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'text/csv': string } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/segments': {
    parameters: { path?: never; query?: never; header?: never } /** Segments */
    get: {
      parameters: { query?: { limit?: number; cursor?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListSegmentsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never /** Define a segment */
    post: {
      parameters: { header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['CreateSegmentBody'] } }
      responses: {
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateSegmentReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/segments/{id}': {
    parameters: { path?: never; query?: never; header?: never } /** A segment */
    get: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateSegmentReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/segments/preview': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Who would be reached, and why not the others */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['PreviewSegmentBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['PreviewSegmentReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/experiments/settings': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** Who is in no campaign, and the gross margin that reports count with */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ExperimentSettingsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    } /** Set the house's holdout and the gross margin; on record */
    put: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['PutExperimentSettingsBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ExperimentSettingsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/experiments/plan': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** What an experiment will be able to show, before it begins */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['PlanExperimentBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['PlanExperimentReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/experiments/import': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Compare arms that were filled elsewhere, from CSV or NDJSON */
    post: {
      parameters: {
        query?: {
          dryRun?: 'true' | 'false'
          name?: string
          currency?: string
          primary?: 'conversion' | 'revenue' | 'margin'
          holdout?: string
          reference?: string
          weights?: string
          cuped?: 'true' | 'false'
          capQuantile?: number
          indifference?: number
        }
      }
      requestBody: { content: { 'text/csv': string; 'application/x-ndjson': string } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ImportExperimentReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/experiments/imports': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** Comparisons of arms that were filled elsewhere, newest first */
    get: {
      parameters: { query?: { limit?: number; cursor?: string } }
      requestBody?: never
      responses: {
        200: {
          headers: Record<string, string>
          content: { 'application/json': Schemas['ListImportedExperimentsReply'] }
        }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/experiments/imports/{hash}': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** A comparison as it was kept when its file was sent */
    get: {
      parameters: {
        path: { hash: string }
        query?: { format?: 'json' | 'csv' | 'parquet'; table?: 'arms' | 'comparisons' }
      }
      requestBody?: never
      responses: {
        200: {
          headers: Record<string, string>
          content: {
            'application/json': Schemas['ImportedExperimentReply']
            'text/csv': string
            'application/vnd.apache.parquet': string
          }
        }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns': {
    parameters: { path?: never; query?: never; header?: never } /** Campaigns, newest first */
    get: {
      parameters: {
        query?: {
          limit?: number
          cursor?: string
          state?: 'draft' | 'live' | 'paused' | 'ended'
          q?: string
          archived?: 'true' | 'false'
        }
      }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListCampaignsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never /** Draft a campaign */
    post: {
      parameters: { header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['CreateCampaignBody'] } }
      responses: {
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateCampaignReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/check': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** All that stands against launching a draft, what it needs, whom it reaches and what it may cost */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['CheckCampaignBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CheckCampaignReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/calendar': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** What a draft would issue on each of the next days, as far as is known today */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['CampaignCalendarBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CampaignCalendarReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/stack-trial': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Which codes of some campaigns an order would be best served with; no code is needed */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['TryStackBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['TryStackReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/rule-fields': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** What a rule may ask about, with operators, kinds of values and the consents it takes */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['RuleFieldsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/copy': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Draft another campaign like this one, or like it was */
    post: {
      parameters: { path: { id: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody?: { content: { 'application/json': Schemas['CopyCampaignBody'] } }
      responses: {
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateCampaignReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/archive': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Put a draft or an ended campaign away */
    post: {
      parameters: { path: { id: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateCampaignReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/restore': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Take a campaign out of the archive */
    post: {
      parameters: { path: { id: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateCampaignReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/versions': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** What a campaign was at each save, newest first, with what each changed */
    get: {
      parameters: { path: { id: string }; query?: { limit?: number; cursor?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListVersionsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/diff': {
    parameters: { path?: never; query?: never; header?: never } /** What differs between two versions */
    get: {
      parameters: { path: { id: string }; query: { from: number; to: number } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['DiffVersionsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/approvals/rules': {
    parameters: { path?: never; query?: never; header?: never } /** Above which budget a second person has to agree */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GetApprovalRulesReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    } /** Say above which budget a second person has to agree; on record */
    put: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['PutApprovalRulesBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GetApprovalRulesReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/approvals': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** Budgets that wait for a second person, newest first */
    get: {
      parameters: { query?: { limit?: number; cursor?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListApprovalsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/approval': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** Whether the budget of a campaign takes a second person, and what she said */
    get: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GetApprovalReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never /** Ask for the approval of a budget */
    post: {
      parameters: { path: { id: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody?: { content: { 'application/json': Schemas['AskApprovalBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GetApprovalReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/approval/decision': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Approve a budget or refuse it; nobody decides on their own */
    post: {
      parameters: { path: { id: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['DecideApprovalBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GetApprovalReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/customers/{reference}/why': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** Why a customer got a voucher of this campaign or did not; on record (X-Access-Reason) */
    get: {
      parameters: { path: { id: string; reference: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['WhyNotReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}': {
    parameters: { path?: never; query?: never; header?: never } /** A campaign */
    get: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateCampaignReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never /** Change a campaign */
    patch: {
      parameters: { path: { id: string } }
      requestBody: { content: { 'application/json': Schemas['PatchCampaignBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateCampaignReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    trace?: never
  }
  '/v1/campaigns/{id}/launch': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Launch; refused with every reason at once */
    post: {
      parameters: { path: { id: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['LaunchCampaignReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/pause': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Pause issuing and sending */
    post: {
      parameters: { path: { id: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateCampaignReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/resume': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Go on */
    post: {
      parameters: { path: { id: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateCampaignReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/shares': {
    parameters: { path?: never; query?: never; header?: never } /** The shares of the arms over time */
    get: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CampaignSharesReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    } /** Give the variants of a paused campaign other shares: a stretch of its own in the analysis */
    put: {
      parameters: { path: { id: string } }
      requestBody: { content: { 'application/json': Schemas['ChangeSharesBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateCampaignReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/shares/preview': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** What other shares would mean for the comparisons; nothing is changed */
    post: {
      parameters: { path: { id: string } }
      requestBody: { content: { 'application/json': Schemas['ChangeSharesBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ForeseeSharesReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/end': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** End; codes live on unless stopRedemptions */
    post: {
      parameters: { path: { id: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody?: { content: { 'application/json': Schemas['EndCampaignBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateCampaignReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/run': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Broadcast, or run the trigger now */
    post: {
      parameters: { path: { id: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['RunCampaignReply'] } }
        202: { headers: Record<string, string>; content: { 'application/json': Schemas['RunCampaignReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/dry-run': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Who would get what on a day, and why others nothing; writes nothing */
    post: {
      parameters: { path: { id: string } }
      requestBody?: { content: { 'application/json': Schemas['DryRunCampaignBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['DryRunCampaignReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/runs': {
    parameters: { path?: never; query?: never; header?: never } /** Runs of a campaign, newest first */
    get: {
      parameters: { path: { id: string }; query?: { limit?: number; cursor?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListRunsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/vouchers': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Issue one voucher now */
    post: {
      parameters: { path: { id: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['IssueVoucherBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['IssueVoucherReply'] } }
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['IssueVoucherReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/pools': {
    parameters: { path?: never; query?: never; header?: never } /** Pools of codes, newest first */
    get: {
      parameters: { path: { id: string }; query?: { limit?: number; cursor?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListPoolsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never /** Make a pool of codes for print, in the background */
    post: {
      parameters: { path: { id: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['CreatePoolBody'] } }
      responses: {
        202: { headers: Record<string, string>; content: { 'application/json': Schemas['CreatePoolReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/pools/{poolId}': {
    parameters: { path?: never; query?: never; header?: never } /** One pool and how far it is */
    get: {
      parameters: { path: { id: string; poolId: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CreatePoolReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/codes': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** Codes in clear as a stream of lines; on record as a disclosure */
    get: {
      parameters: {
        path: { id: string }
        query?: {
          poolId?: string
          state?: 'issued' | 'held' | 'redeemed' | 'revoked' | 'expired'
          cursor?: string
          format?: 'ndjson' | 'csv'
        }
      }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/x-ndjson': string; 'text/csv': string } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/report': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** The funnel per arm, day or channel, and the budget */
    get: {
      parameters: {
        path: { id: string }
        query?: {
          from?: string
          to?: string
          by?: 'day' | 'variant' | 'channel'
          format?: 'json' | 'csv' | 'parquet'
          table?: 'funnel' | 'arms' | 'comparisons'
        }
      }
      requestBody?: never
      responses: {
        200: {
          headers: Record<string, string>
          content: {
            'application/json': Schemas['CampaignReportReply']
            'text/csv': string
            'application/vnd.apache.parquet': string
          }
        }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/breakdown': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** The arms by channel, country, age, newcomers, cohort or days to use */
    get: {
      parameters: {
        path: { id: string }
        query?: {
          by?: 'channel' | 'country' | 'age' | 'newcomer' | 'day' | 'curve'
          format?: 'json' | 'csv' | 'parquet'
        }
      }
      requestBody?: never
      responses: {
        200: {
          headers: Record<string, string>
          content: {
            'application/json': Schemas['ReportBreakdownReply']
            'text/csv': string
            'application/vnd.apache.parquet': string
          }
        }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/recipients': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** One line per recipient, under no name: recompute every figure yourself */
    get: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'text/csv': string } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/report/snapshots': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Keep the report as it is, under a permanent link */
    post: {
      parameters: { path: { id: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['KeepReportBody'] } }
      responses: {
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['KeepReportReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/reports/snapshots/{hash}': {
    parameters: { path?: never; query?: never; header?: never } /** A report as it was kept */
    get: {
      parameters: { path: { hash: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['KeepReportReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/reports/campaigns': {
    parameters: { path?: never; query?: never; header?: never } /** Campaigns side by side, newest first */
    get: {
      parameters: { query?: { limit?: number; cursor?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CompareCampaignsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/reports/delivery': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** How well each channel arrives: sent, failed, bounced, complained of, unsubscribed */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['DeliveryHealthReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/reports/definitions': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** What every figure means and how to work it out again */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ReportDefinitionsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/reports/views': {
    parameters: { path?: never; query?: never; header?: never } /** Saved reports, newest first */
    get: {
      parameters: { query?: { limit?: number; cursor?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListReportViewsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never /** Save a report to look at again, or to get by mail */
    post: {
      parameters: { header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['CreateReportViewBody'] } }
      responses: {
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateReportViewReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/reports/views/{id}': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never
    post?: never /** Drop a saved report */
    delete: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        204: { headers: Record<string, string>; content: { 'application/json'?: never } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/vouchers': {
    parameters: { path?: never; query?: never; header?: never } /** Vouchers of a customer or campaign */
    get: {
      parameters: { query?: { limit?: number; cursor?: string; customerReference?: string; campaignId?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListVouchersReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/vouchers/{id}': {
    parameters: { path?: never; query?: never; header?: never } /** A voucher */
    get: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GetVoucherReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/vouchers/{id}/revoke': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Revoke a voucher */
    post: {
      parameters: { path: { id: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody?: { content: { 'application/json': Schemas['RevokeVoucherBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GetVoucherReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/vouchers/search': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Find vouchers by code, order, customer (X-Access-Reason), or within a campaign; newest first, without codes */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['SearchVouchersBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['SearchVouchersReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/vouchers/{id}/story': {
    parameters: { path?: never; query?: never; header?: never } /** What happened to a voucher, when, and who did it */
    get: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['VoucherStoryReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/vouchers/{id}/extend': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Give a voucher a later end; one that is over lives again if its budget can bear it */
    post: {
      parameters: { path: { id: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['ExtendVoucherBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GetVoucherReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/vouchers/{id}/reissue': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** A new code in place of this one, which is revoked in the same moment */
    post: {
      parameters: { path: { id: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['ReissueVoucherBody'] } }
      responses: {
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['GetVoucherReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/voucher-actions/preview': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** What revoking or extending many vouchers would do; writes nothing */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['PreviewVoucherActionBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['PreviewVoucherActionReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/voucher-actions': {
    parameters: { path?: never; query?: never; header?: never } /** Actions on many vouchers, newest first */
    get: {
      parameters: { query?: { limit?: number; cursor?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListVoucherActionsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never /** Revoke or extend many vouchers, once the undo window is over */
    post: {
      parameters: { header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['CreateVoucherActionBody'] } }
      responses: {
        202: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateVoucherActionReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/voucher-actions/{id}': {
    parameters: { path?: never; query?: never; header?: never } /** An action on many vouchers, and how far it is */
    get: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateVoucherActionReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/voucher-actions/{id}/undo': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Drop an action on many vouchers before it begins */
    post: {
      parameters: { path: { id: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['CreateVoucherActionReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/stream': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** Server-sent events: budgets, funnels and runs as they change, and alarms (audit.read) behind Last-Event-ID */
    get: {
      parameters: { query?: { campaignId?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'text/event-stream': string } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/onsite/key': {
    parameters: { path?: never; query?: never; header?: never } /** The secret that signs the shop's on-site tokens */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['OnsiteKeyReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/onsite/offers': {
    parameters: { path?: never; query?: never; header?: never } /** Open vouchers of the signed-in customer */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['OnsiteOffersReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/onsite/push-key': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** The public key that browsers subscribe to push messages with */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['PushKeyReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/onsite/push': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** A browser of the signed-in customer takes push messages; consent is recorded apart */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['SubscribePushBody'] } }
      responses: {
        201: { headers: Record<string, string>; content: { 'application/json': Schemas['SubscribePushReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/onsite/push/{id}': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never
    post?: never /** A browser takes push messages no more */
    delete: {
      parameters: { path: { id: string } }
      requestBody?: never
      responses: {
        204: { headers: Record<string, string>; content: { 'application/json'?: never } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/delivery/rules': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** Silent hours, caps and speeds of all campaigns together */
    get: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GetDeliveryRulesReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    } /** Set silent hours, caps and speeds; what is left out is lifted */
    put: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['PutDeliveryRulesBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['GetDeliveryRulesReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/messages': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** Messages of a state, the failed ones with their reasons when left out */
    get: {
      parameters: {
        query?: {
          state?: 'queued' | 'sending' | 'sent' | 'failed' | 'cancelled'
          channel?: 'email' | 'sms' | 'push' | 'onsite' | 'partner' | 'webhook'
          campaignId?: string
          limit?: number
          cursor?: string
        }
      }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['ListMessagesReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/messages/{id}/retry': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Send a failed message again */
    post: {
      parameters: { path: { id: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['RetryMessageReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/messages/retry': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Send all failed messages of a channel, a campaign or a reason again */
    post: {
      parameters: { header?: { 'Idempotency-Key'?: string } }
      requestBody: { content: { 'application/json': Schemas['RetryMessagesBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['RetryMessagesReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/messages/measure': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** How many text messages a text takes, and which signs make it dearer */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['MeasureSmsBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['MeasureSmsReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/messages/draw': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** A message that is still being written, as an invented person would get it, with what every message ends with */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['DrawMessageBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['DrawMessageReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/preview-message': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** What a campaign says, with a real person's values (on record, X-Access-Reason) or an invented one's */
    post: {
      parameters: { path: { id: string } }
      requestBody: { content: { 'application/json': Schemas['PreviewMessageBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['PreviewMessageReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/test-message': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** Send what a preview shows to an address of the staff */
    post: {
      parameters: { path: { id: string } }
      requestBody: { content: { 'application/json': Schemas['TestMessageBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['TestMessageReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/customers/{reference}/channel': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never /** The channel that a customer would rather be reached by; it widens no consent */
    put: {
      parameters: { path: { reference: string } }
      requestBody: { content: { 'application/json': Schemas['PutChannelWishBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['PutChannelWishReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/connectors/bounces': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** What did not arrive, or was not wanted, as mail and SMS providers report it */
    post: {
      parameters: { path?: never; query?: never; header?: never }
      requestBody: { content: { 'application/json': Schemas['TakeBouncesBody'] } }
      responses: {
        200: { headers: Record<string, string>; content: { 'application/json': Schemas['TakeBouncesReply'] } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/vouchers/{id}/card': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** A voucher as a card with its QR code, for invoices and letters */
    get: {
      parameters: { path: { id: string }; query?: { format?: 'svg' | 'html'; locale?: string; title?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'image/svg+xml': string; 'text/html': string } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/pools/{poolId}/cards': {
    parameters: {
      path?: never
      query?: never
      header?: never
    } /** The first cards of a pool behind a cursor, as sheets to print */
    get: {
      parameters: {
        path: { id: string; poolId: string }
        query?: { locale?: string; title?: string; limit?: number; cursor?: string }
      }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'text/html': string } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/campaigns/{id}/partner-file': {
    parameters: { path?: never; query?: never; header?: never }
    get?: never
    put?: never /** The codes that wait for a partner, and nothing about anybody; they count as sent */
    post: {
      parameters: { path: { id: string }; header?: { 'Idempotency-Key'?: string } }
      requestBody?: never
      responses: {
        200: { headers: Record<string, string>; content: { 'text/csv': string } }
        default: { headers: Record<string, string>; content: { 'application/problem+json': Schemas['Problem'] } }
      }
    }
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
}
