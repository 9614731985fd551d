using System.Buffers;
using System.Text;
using System.Text.Json;
using MlOpsBot.Slack.BlockKit;

namespace MlOpsBot.Slack.WebApi;

/// <summary>The arguments of a call, as they are sent. Immutable.</summary>
/// <param name="Body">The bytes.</param>
/// <param name="ContentType">What they are.</param>
internal readonly record struct SlackArguments(ReadOnlyMemory<byte> Body, string ContentType)
{
    /// <summary>A JSON object, with what is written into it.</summary>
    public static SlackArguments Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(buffer, BlockKitJson.WriterOptions))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return new SlackArguments(buffer.WrittenMemory, "application/json; charset=utf-8");
    }

    /// <summary>A form; arguments without a value are left out.</summary>
    public static SlackArguments Form(params ReadOnlySpan<(string Name, string? Value)> arguments)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in arguments)
        {
            if (value is not null)
            {
                text.Append(text.Length == 0 ? "" : "&").Append(name).Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        return new SlackArguments(Encoding.UTF8.GetBytes(text.ToString()), "application/x-www-form-urlencoded");
    }
}
