// SHA-256 as hex; a library's, since a page over plain HTTP has no `crypto.subtle`.
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

export const sha256Of = (bytes: Uint8Array) => bytesToHex(sha256(bytes))
export const sha256OfText = (text: string) => sha256Of(utf8ToBytes(text))
