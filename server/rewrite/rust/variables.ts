/** Variables that steer cargo, compilers and their helpers, and that no program reads. */
export function isRustVariable(name: string): boolean {
  return /^(?:CARGO_\w+|RUSTFLAGS|RUSTDOCFLAGS|RUSTC(?:_\w+)?|RUSTUP_\w+|SQLX_OFFLINE(?:_DIR)?|CC(?:_\w+)?|CXX(?:_\w+)?|AR|LD|CFLAGS(?:_\w+)?|CXXFLAGS(?:_\w+)?|LDFLAGS|PKG_CONFIG(?:_\w+)?|OPENSSL_(?:DIR|STATIC|LIB_DIR|INCLUDE_DIR|NO_VENDOR)|LIBCLANG_PATH|PROTOC(?:_\w+)?|PQ_LIB_\w+|LIBZ_SYS_STATIC|ZSTD_SYS_USE_PKG_CONFIG|MYSQLCLIENT_\w+|DEBIAN_FRONTEND|TARGET_CC)$/.test(
    name,
  );
}
