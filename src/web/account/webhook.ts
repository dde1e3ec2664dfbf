import type { z } from 'zod'
import type { accountWebhooks } from '../../api/schema/webhook.js'

export type Webhook = z.output<typeof accountWebhooks>['items'][number]
