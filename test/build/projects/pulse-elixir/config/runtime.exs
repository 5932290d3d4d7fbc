import Config

config :pulse, port: String.to_integer(System.get_env("PORT", "4040"))
