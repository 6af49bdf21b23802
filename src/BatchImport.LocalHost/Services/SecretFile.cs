using System.Security.Cryptography;
using System.Text;

namespace BatchImport.LocalHost.Services;

/// <summary>A random secret in a file that only its owner may read.</summary>
internal static class SecretFile
{
    /// <summary>Reads the secret, and generates one when the file does not exist.</summary>
    /// <param name="path">The file.</param>
    /// <param name="characters">The length of a new one, in hexadecimal digits.</param>
    /// <exception cref="LocalHostException">The file cannot be read or written.</exception>
    public static string Ensure(string path, int characters)
    {
        try
        {
            if (!File.Exists(path))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                var draft = $"{path}.{RandomNumberGenerator.GetHexString(8)}.tmp";
                PrivateFiles.Create(draft, Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(characters, lowercase: true)));

                // Atomic: the first of two processes that create the file wins.
                try
                {
                    File.Move(draft, path, overwrite: false);
                }
                catch (IOException) when (File.Exists(path))
                {
                    File.Delete(draft);
                }
            }

            return File.ReadAllText(path).Trim();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw LocalHostException.NotWritable(path, ex);
        }
    }
}
