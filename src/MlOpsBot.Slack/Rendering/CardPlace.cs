namespace MlOpsBot.Slack.Rendering;

/// <summary>Where a card is shown.</summary>
internal enum CardPlace
{
    /// <summary>In a message that others see too.</summary>
    Channel,

    /// <summary>In a message that one person sees.</summary>
    Private,

    /// <summary>In a modal.</summary>
    Modal,
}
