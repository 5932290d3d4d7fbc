defmodule Pulse.Application do
  @moduledoc false
  use Application

  @impl true
  def start(_type, _args) do
    children = [{Pulse.Server, Application.fetch_env!(:pulse, :port)}]
    Supervisor.start_link(children, strategy: :one_for_one, name: Pulse.Supervisor)
  end
end
