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

    /// <summary>
    /// A form; arguments without a value are left out. For reading methods: several, <c>users.info</c> among them, take no JSON and
    /// then miss their arguments.
    /// </summary>
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

/// <summary>Writes what several calls have in common into their arguments.</summary>
internal static class SlackArgumentWriting
{
    /// <summary>A message, with where it goes.</summary>
    public static void WriteMessage(this Utf8JsonWriter writer, string channel, string? threadTs, SlackMessage message)
    {
        writer.WriteString("channel"u8, channel);
        writer.WriteIfAny("thread_ts"u8, threadTs);
        BlockKitJson.WriteMessage(writer, message);
    }

    /// <summary>A view.</summary>
    public static void WriteView(this Utf8JsonWriter writer, SlackView view)
    {
        writer.WritePropertyName("view"u8);
        BlockKitJson.WriteView(writer, view);
    }

    /// <summary>A text, unless there is none.</summary>
    public static void WriteIfAny(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
