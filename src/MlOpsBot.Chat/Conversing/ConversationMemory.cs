using System.Text.Json;
using MlOpsBot.Answers;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Deliveries;

namespace MlOpsBot.Chat.Conversing;

/// <summary>What conversations were about, for <see cref="ConversationContext.Lifetime"/> after their last answer. Thread-safe.</summary>
public sealed class ConversationMemory(ConversationStore store)
{
    /// <summary>What a conversation was about; null at its beginning, and where an older program wrote what this one cannot read.</summary>
    public async Task<ConversationContext?> RecallAsync(WorkspaceKey workspace, string conversation, CancellationToken cancellation)
    {
        if (await store.GetAsync(workspace, conversation, cancellation) is not { } text)
        {
            return null;
        }

        try
        {
            var context = JsonSerializer.Deserialize(text, ConversingJson.Default.ConversationContext);
            return context is { Cards.IsDefault: false, Choices.IsDefault: false } ? context : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Remembers what a conversation is about now; null leaves it as it was. Safe to repeat.</summary>
    public Task RememberAsync(WorkspaceKey workspace, string conversation, ConversationContext? context, CancellationToken cancellation)
        => RememberAsync(workspace, conversation, context, ConversationContext.Lifetime, cancellation);

    /// <summary>Remembers for another while what a conversation is about; null leaves it as it was. Safe to repeat.</summary>
    public Task RememberAsync(WorkspaceKey workspace, string conversation, ConversationContext? context, TimeSpan lifetime, CancellationToken cancellation)
        => context is null
            ? Task.CompletedTask
            : store.SetAsync(workspace, conversation, JsonSerializer.Serialize(context, ConversingJson.Default.ConversationContext), lifetime, cancellation);
}
