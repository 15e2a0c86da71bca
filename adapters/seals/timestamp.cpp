// The one user of OpenSSL's time-stamps.
#include "adapters/seals/timestamp.hpp"

#include <openssl/err.h>
#include <openssl/ts.h>

#include <ctime>
#include <stdexcept>

#include "adapters/identity/openssl_handles.hpp"
#include "engine/digest.hpp"

namespace surety {
namespace {

using Query = Owned<TS_REQ, TS_REQ_free>;
using Imprint = Owned<TS_MSG_IMPRINT, TS_MSG_IMPRINT_free>;
using Algorithm = Owned<X509_ALGOR, X509_ALGOR_free>;
using Integer = Owned<ASN1_INTEGER, ASN1_INTEGER_free>;
using Number = Owned<BIGNUM, BN_free>;
using Answer = Owned<TS_RESP, TS_RESP_free>;
using Verification = Owned<TS_VERIFY_CTX, TS_VERIFY_CTX_free>;

Integer integer_of(std::string_view bytes) {
  const Number number(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()),
                                static_cast<int>(bytes.size()), nullptr));
  return Integer(BN_to_ASN1_INTEGER(number.get(), nullptr));
}

Query query_of(std::string_view text, std::string_view nonce) {
  Query query(TS_REQ_new());
  const Imprint imprint(TS_MSG_IMPRINT_new());
  const Algorithm algorithm(X509_ALGOR_new());
  X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr);
  std::string digest = sha256(text);
  TS_REQ_set_version(query.get(), 1);
  TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get());
  TS_MSG_IMPRINT_set_msg(imprint.get(), reinterpret_cast<unsigned char*>(digest.data()),
                         static_cast<int>(digest.size()));
  TS_REQ_set_msg_imprint(query.get(), imprint.get());
  if (!nonce.empty()) TS_REQ_set_nonce(query.get(), integer_of(nonce).get());
  TS_REQ_set_cert_req(query.get(), 1);
  return query;
}

/// The context owns the store from then on.
void trust(TS_VERIFY_CTX* context, X509_STORE* store) {
#if OPENSSL_VERSION_PREREQ(3, 4)
  TS_VERIFY_CTX_set0_store(context, store);
#else
  TS_VERIFY_CTX_set_store(context, store);
#endif
}

std::optional<Instant> time_of(TS_RESP* answer) {
  std::tm parts{};
  const auto* info = TS_RESP_get_tst_info(answer);
  if (!info || ASN1_TIME_to_tm(TS_TST_INFO_get_time(info), &parts) != 1) return std::nullopt;
  return Instant{static_cast<std::int64_t>(timegm(&parts)) * 1'000};
}

std::string last_error() {
  const char* why = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return why ? why : "no time-stamp";
}

}  // namespace

std::string timestamp_query(std::string_view text, std::string_view nonce) {
  const auto query = query_of(text, nonce);
  unsigned char* der = nullptr;
  const int size = i2d_TS_REQ(query.get(), &der);
  if (size <= 0) throw std::runtime_error("no time-stamp can be asked for");
  std::string bytes(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return bytes;
}

Timestamp read_timestamp(std::string_view bytes, std::string_view text, std::string_view nonce,
                         const std::filesystem::path& authorities) {
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  const Answer answer(d2i_TS_RESP(nullptr, &at, static_cast<long>(bytes.size())));
  if (!answer) return {std::nullopt, last_error()};
  const auto query = query_of(text, nonce);
  const Verification check(TS_REQ_to_TS_VERIFY_CTX(query.get(), nullptr));
  if (!check) return {std::nullopt, last_error()};
  int flags = TS_VFY_VERSION | TS_VFY_IMPRINT | (nonce.empty() ? 0 : TS_VFY_NONCE);
  if (!authorities.empty()) {
    flags |= TS_VFY_SIGNATURE | TS_VFY_SIGNER;
    auto* store = X509_STORE_new();
    trust(check.get(), store);
    if (X509_STORE_load_locations(store, authorities.c_str(), nullptr) != 1)
      return {std::nullopt, authorities.string() + " holds no certificate"};
  }
  TS_VERIFY_CTX_set_flags(check.get(), flags);
  if (TS_RESP_verify_response(check.get(), answer.get()) != 1) return {std::nullopt, last_error()};
  return {time_of(answer.get()), {}};
}

}  // namespace surety
