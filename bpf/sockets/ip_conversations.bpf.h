/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Whose a packet of a protocol without ports is: its sender's, and what comes back is the same one's.
 */
#ifndef HOOKLINE_BPF_IP_CONVERSATIONS_BPF_H
#define HOOKLINE_BPF_IP_CONVERSATIONS_BPF_H

#include "sockets/ip_packet.bpf.h"
#include "sockets/tcp_sockets.bpf.h"

/* Two ends and what tells conversations between them apart. */
struct hl_conversation {
	__u64 local[2];
	__u64 remote[2];
	__u16 protocol;
	__u16 id; /* of an ICMP echo */
	__u32 pad;
};

/*
 * Key: hl_conversation; one without ends is the protocol's, for what goes to groups. Value: hl_owner. Written with each
 * packet that a process sends. Full: the one that was used longest ago goes, and what comes for it has no process.
 */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct hl_conversation);
	__type(value, struct hl_owner);
} hl_conversations SEC(".maps");

/* Seen from this host. */
static __always_inline void hl_conversation_of(const struct hl_ip_packet *packet, struct hl_conversation *all)
{
	const struct hl_flow_key *key = &packet->key;
	const int is_out = key->direction == HL_DIRECTION_OUT;

	__builtin_memcpy(all->local, is_out ? key->src_addr : key->dst_addr, sizeof(all->local));
	__builtin_memcpy(all->remote, is_out ? key->dst_addr : key->src_addr, sizeof(all->remote));
	all->protocol = key->proto;
	all->id = packet->id;
}

/* Does a process have this socket? The kernel has sockets of its own, for its answers. */
static __always_inline int hl_is_of_process(struct sock *sk)
{
	return sk && BPF_CORE_READ(sk, sk_socket, file);
}

/* 0: the kernel sends it. A TCP socket's packets leave in whatever process is interrupted. */
static __always_inline int hl_find_sender(struct sock *sk, struct hl_owner *owner)
{
	const struct hl_tcp_record *record;

	if (!hl_is_of_process(sk))
		return 0;
	if (BPF_CORE_READ(sk, sk_protocol) != HL_IP_TCP || BPF_CORE_READ(sk, sk_type) == HL_SOCK_RAW) {
		hl_current_owner(HL_COPIED, owner);
		return 1;
	}
	record = hl_tcp_record_of(sk);
	if (!record || !record->owner_id)
		return 0;
	*owner = record->owner;
	return 1;
}

static __always_inline void hl_remember_sender(const struct hl_ip_packet *packet, const struct hl_owner *owner)
{
	struct hl_conversation conversation = {};

	conversation.protocol = packet->key.proto;
	if (packet->key.proto != HL_IP_ICMP && packet->key.proto != HL_IP_ICMPV6)
		bpf_map_update_elem(&hl_conversations, &conversation, owner, BPF_ANY);
	hl_conversation_of(packet, &conversation);
	bpf_map_update_elem(&hl_conversations, &conversation, owner, BPF_ANY);
}

/* Asked of this host, whoever asks the same of others: ICMP (RFC 792) and ICMPv6 (RFC 4443). */
static __always_inline int hl_is_echo_request(const struct hl_flow_key *key)
{
	return (key->proto == HL_IP_ICMP && key->src_port == 8) || (key->proto == HL_IP_ICMPV6 && key->src_port == 128);
}

static __always_inline const struct hl_owner *hl_find_receiver(const struct hl_ip_packet *packet)
{
	struct hl_conversation conversation = {};
	const struct hl_owner *owner;

	if (hl_is_echo_request(&packet->key))
		return 0;
	hl_conversation_of(packet, &conversation);
	owner = bpf_map_lookup_elem(&hl_conversations, &conversation);
	if (owner)
		return owner;
	__builtin_memset(&conversation, 0, sizeof(conversation));
	conversation.protocol = packet->key.proto;
	return bpf_map_lookup_elem(&hl_conversations, &conversation);
}

#endif
