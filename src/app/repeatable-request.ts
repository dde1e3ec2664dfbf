export { claimRequest, type KeptAnswer, keepAnswer, type RequestKey } from '../store/api-requests.js'
