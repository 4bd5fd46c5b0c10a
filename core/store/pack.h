/* How an article's tokens lie in tokens.packed. Internal to the room; ds_tokens_pack and ds_tokens_unpack are in store.h.
 *
 * Byte 0 is the format's version, 1. Then varints (7 bits a byte, least first, the high bit says "more"): number of sentences, number of
 * tokens, number of bytes of the body. Then the body, deflated (zlib). The body is eight columns, each a varint length and its bytes:
 *   sentences  tokens in it, paragraph minus the sentence before's
 *   gaps       zigzag of start minus the end of the token before
 *   lengths    bytes of the token
 *   upos       one byte: exclusive or with what the xpos leads to expect, and 128 when space_before is not what the gap does
 *   xpos       one byte
 *   rel        one byte
 *   heads      zigzag of head minus own index; 0 for a root
 *   lemmas     1: the form itself; else 2 + bytes to cut off the end of the lower-cased (ASCII) form, then the length of what is put there,
 *              then its bytes; 0: the lower-cased form */
#ifndef DS_STORE_PACK_H
#define DS_STORE_PACK_H

enum {
  DS_PACK_VERSION = 1,
  DS_PACK_SENTENCES = 0,
  DS_PACK_GAPS,
  DS_PACK_LENGTHS,
  DS_PACK_UPOS,
  DS_PACK_XPOS,
  DS_PACK_REL,
  DS_PACK_HEADS,
  DS_PACK_LEMMAS,
  DS_PACK_COLUMNS
};

#endif
