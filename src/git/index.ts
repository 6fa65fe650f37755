export { describeGitFacts, type GitHead, gitFacts, readGitHead } from './git-facts.js';
