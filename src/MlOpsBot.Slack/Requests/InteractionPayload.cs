using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MlOpsBot.Chat.Receiving;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Conversing;
using MlOpsBot.Slack.Rendering;

namespace MlOpsBot.Slack.Requests;

/// <summary>Reads what people press, send and point at.</summary>
internal static class InteractionPayload
{
    /// <summary>Characters of a value that are kept: Slack takes no longer ones.</summary>
    private const int LongestValue = 3000;

    /// <summary>Reads a payload.</summary>
    /// <exception cref="InvalidOperationException">A text is no Unicode.</exception>
    public static ReadWork Read(JsonElement payload)
    {
        if (payload.Text("type") is not { } type)
        {
            return ReadWork.Malformed("an interaction without a type");
        }

        if (type is not ("block_actions" or "view_submission" or "message_action"))
        {
            return ReadWork.Ignored("an interaction that is not used");
        }

        if (SlackSender.OfInteraction(payload) is not { } sender)
        {
            return ReadWork.Malformed("an interaction of no workspace");
        }

        if (payload.Member("user").Id("id") is not { } user)
        {
            return ReadWork.Malformed("an interaction of nobody");
        }

        var actor = new SlackActor(user, payload.Member("user").Id("team_id"));
        return type switch
        {
            "block_actions" => Presses(sender, actor, payload),
            "view_submission" => Form(sender, actor, payload),
            _ => Shortcut(sender, actor, payload),
        };
    }

    private static ReadWork Presses(SlackSender sender, SlackActor actor, JsonElement payload)
    {
        if (SurfaceOf(payload) is not { } surface)
        {
            return ReadWork.Malformed("a press that is nowhere");
        }

        var presses = ImmutableArray.CreateBuilder<KeyedWork>(1);
        foreach (var action in payload.Items("actions"))
        {
            if (action.Id("action_id") is not { } id || action.Id("action_ts") is not { } ts)
            {
                return ReadWork.Malformed("a press of nothing");
            }

            // A button that is a link opens it by itself.
            if (!action.Has("url"))
            {
                presses.Add(Press(sender, new ButtonPressed(actor, id, ValueOf(action), ts, surface, payload.Id("trigger_id"), UrlOf(payload)), action.Text("type")));
            }
        }

        return presses.Count > 0 ? ReadWork.Of(sender, presses.ToImmutable()) : ReadWork.Ignored("a press without work");
    }

    private static KeyedWork Press(SlackSender sender, ButtonPressed press, string? type)
    {
        var place = press.Surface.ViewId is { } view ? $"{view}:{press.Surface.ViewHash}" : $"{press.Surface.Channel}:{press.Surface.MessageTs}";
        var thing = $"button:{sender.TeamId}:{press.Actor.User}:{place}:{press.ActionId}";

        // A menu cannot be clicked twice, and what is chosen, and chosen back at once, counts each time; so with a pair of thumbs.
        var (id, second) = type is "button" && !ActionIds.IsThumb(press.ActionId)
            ? PressKeys.Of($"{thing}:{DigestOf(press.Value)}", press.ActionTs)
            : ($"{thing}:{press.ActionTs}", null);
        return new KeyedWork(ButtonPressed.Kind, press, id, second, $"press:{press.Actor.User}:{press.Surface.ViewId ?? place}");
    }

    private static ReadWork Form(SlackSender sender, SlackActor actor, JsonElement payload)
    {
        var view = payload.Member("view");
        if (view.Id("id") is not { } id || view.Text("callback_id") is not { } callback)
        {
            return ReadWork.Malformed("a form without a name");
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (view.Member("state").Member("values") is { ValueKind: JsonValueKind.Object } blocks)
        {
            foreach (var block in blocks.EnumerateObject().Where(block => block.Value.ValueKind == JsonValueKind.Object))
            {
                foreach (var entry in block.Value.EnumerateObject().Where(entry => PayloadJson.IsId(entry.Name)))
                {
                    values[entry.Name] = ValueOf(entry.Value);
                    if (entry.Name == ActionIds.WhyText && values[entry.Name].Length > Forms.MostOfWhy)
                    {
                        return ReadWork.Answered(Errors(block.Name, $"Please keep it within {Forms.MostOfWhy} characters."));
                    }
                }
            }
        }

        var form = new FormSubmitted(actor, Bounded(callback), id, Bounded(view.Text("private_metadata") ?? ""), values);
        return ReadWork.Of(sender, new KeyedWork(FormSubmitted.Kind, form, $"form:{id}:{view.Id("hash")}", null, $"press:{actor.User}:{id}"));
    }

    /// <summary>Keeps a form open, with a hint under one of its fields.</summary>
    private static ReadOnlyMemory<byte> Errors(string block, string hint)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("response_action"u8, "errors"u8);
            writer.WriteStartObject("errors"u8);
            writer.WriteString(block, hint);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return body.WrittenMemory;
    }

    private static ReadWork Shortcut(SlackSender sender, SlackActor actor, JsonElement payload)
    {
        if (payload.Text("callback_id") != Shortcuts.WhoOwnsThis)
        {
            return ReadWork.Ignored("a shortcut that is not ours");
        }

        var message = payload.Member("message");
        if (payload.Member("channel").Id("id") is not { } channel
            || (message.Id("ts") ?? payload.Id("message_ts")) is not { } ts
            || payload.Id("action_ts") is not { } actionTs
            || UrlOf(payload) is not { } url)
        {
            return ReadWork.Malformed("a shortcut that points at nothing");
        }

        var thread = message.Id("thread_ts") is { } parent && parent != ts ? parent : null;
        var work = new MessagePointedAt(actor, channel, ts, thread, message.Text("text") ?? "", url);
        var (id, second) = PressKeys.Of($"shortcut:{sender.TeamId}:{actor.User}:{channel}:{ts}", actionTs);
        return ReadWork.Of(sender, new KeyedWork(MessagePointedAt.Kind, work, id, second, null));
    }

    private static SlackSurface? SurfaceOf(JsonElement payload)
    {
        var container = payload.Member("container");
        var view = payload.Member("view");
        if ((view.Id("id") ?? container.Id("view_id")) is { } viewId)
        {
            return new SlackSurface(null, null, null, IsEphemeral: false, viewId, view.Id("hash"), IsHome: view.Text("type") == "home");
        }

        var message = payload.Member("message");
        var ts = container.Id("message_ts") ?? message.Id("ts");
        return (payload.Member("channel").Id("id") ?? container.Id("channel_id")) is { } channel && ts is not null
            ? new SlackSurface(channel, ts, container.Id("thread_ts") ?? message.Id("thread_ts"), container.IsTrue("is_ephemeral"), null, null, IsHome: false)
            : null;
    }

    private static string? UrlOf(JsonElement payload) => payload.Text("response_url") is { Length: > 0 and <= 2000 } url ? url : null;

    /// <summary>What an element says: a button's value, a field's text, the value of what was chosen; several of them with commas.</summary>
    private static string ValueOf(JsonElement element)
    {
        var chosen = element.Items("selected_options");
        var value = element.Text("value")
            ?? element.Member("selected_option").Text("value")
            ?? element.Text("selected_channel") ?? element.Text("selected_conversation") ?? element.Text("selected_user")
            ?? element.Text("selected_time");

        // A menu of which several can be chosen has a hundred options at most, each of them bounded.
        return value is null
            ? string.Join(',', chosen.Take(Limits.Options).Select(option => option.Text("value") is { Length: <= Limits.OptionValue } one ? one : ""))
            : Bounded(value);
    }

    private static string Bounded(string text) => text.Length <= LongestValue ? text : text[..LongestValue];

    private static string DigestOf(string value)
        => value.Length == 0 ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)).AsSpan(0, 8));
}
