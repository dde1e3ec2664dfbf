export { claimRequest, keepAnswer, type RequestKey } from '../store/api-requests.js'
