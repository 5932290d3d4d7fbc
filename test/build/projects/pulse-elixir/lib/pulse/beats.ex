defmodule Pulse.Beats do
  @moduledoc "Beats in a number of minutes."

  def during(minutes) when is_integer(minutes), do: minutes * 72
end
