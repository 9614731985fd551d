using System.Collections.Immutable;
using MlOpsBot.Slack.BlockKit;

namespace MlOpsBot.Slack.Rendering;

/// <summary>Blocks in the making, with the room that is left for more: what matters most is added first, the rest where it fits.</summary>
/// <param name="mostBlocks">Most blocks.</param>
/// <param name="mostText">Most characters of all of them together.</param>
internal sealed class Sheet(int mostBlocks, int mostText)
{
    private readonly ImmutableArray<Block>.Builder _blocks = ImmutableArray.CreateBuilder<Block>();

    /// <summary>Blocks that may still be added.</summary>
    public int BlocksLeft { get; private set; } = mostBlocks;

    /// <summary>Characters that may still be added.</summary>
    public int TextLeft { get; private set; } = mostText;

    /// <summary>Keeps room free for blocks that will be added last.</summary>
    public Sheet Keep(IReadOnlyCollection<Block> blocks) => Keep(blocks.Count, blocks.Sum(BlockText.Length));

    /// <summary>Keeps room free.</summary>
    public Sheet Keep(int blocks, int text)
    {
        BlocksLeft -= blocks;
        TextLeft -= text;
        return this;
    }

    /// <summary>Adds a block that has to be there; its room is made sure of beforehand.</summary>
    public Sheet Add(Block block)
    {
        BlocksLeft--;
        TextLeft -= BlockText.Length(block);
        _blocks.Add(block);
        return this;
    }

    /// <summary>Adds a block if there is room for it, and tells whether there was.</summary>
    public bool TryAdd(Block block)
    {
        var fits = BlocksLeft > 0 && BlockText.Length(block) <= TextLeft;
        if (fits)
        {
            Add(block);
        }

        return fits;
    }

    /// <summary>Adds the blocks that room was kept for.</summary>
    public ImmutableArray<Block> FinishWith(IReadOnlyCollection<Block> kept)
    {
        _blocks.AddRange(kept);
        return _blocks.ToImmutable();
    }
}
